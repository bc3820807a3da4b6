using System.Globalization;
using System.Text;
using System.Text.Json;
using Mce;

namespace QuickStart;

/// <summary>What the quick start prints.</summary>
internal sealed class Report(MceServer server, IReadOnlyList<Evaluation> direct, Evaluation serial)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly PluginReport _plugins = server.CreatePluginReport();

    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(_plugins.ToString());
        text.AppendLine("Direct invocation: three models, one task");
        text.AppendLine("  container  framework  samples  accuracy  median latency");
        foreach (Evaluation e in direct)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {e.Container,-9}  {FrameworkOf(e.Endpoint, e.Container!),-9}  {e.Samples,7}  {e.Accuracy,8:P1}  {e.MedianMicroseconds,11:F1} µs");
        text.AppendLine();
        text.AppendLine("Serial invocation: one pipeline across three frameworks");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {string.Join(" → ", Steps().Select(c => $"{c.Name} ({c.Framework})"))}");
        text.Append(CultureInfo.InvariantCulture, $"  {serial.Samples} samples, accuracy {serial.Accuracy:P1}, median latency {serial.MedianMicroseconds:F1} µs");
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Plugins = _plugins.Plugins.Select(p => new { p.Name, p.Framework, Version = p.FrameworkVersion, p.LoadContext }),
            Direct = direct.Select(e => new { e.Container, Framework = FrameworkOf(e.Endpoint, e.Container!), e.Samples, e.Accuracy, e.MedianMicroseconds }),
            Serial = new
            {
                Containers = Steps().Select(c => c.Name),
                Frameworks = Steps().Select(c => c.Framework),
                serial.Samples,
                serial.Accuracy,
            },
        },
        Json);

    private IReadOnlyList<ContainerDescription> Steps() => server.Endpoints.Single(e => e.Name == serial.Endpoint).Containers;

    private string FrameworkOf(string endpoint, string container) =>
        server.Endpoints.Single(e => e.Name == endpoint).Containers.Single(c => c.Name == container).Framework;
}
