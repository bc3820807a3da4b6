using System.Reflection;

namespace Mce.Fixtures;

/// <summary>Says which Newtonsoft.Json it really runs with: its models answer the last part of that version.</summary>
[ExportBackend("echo", "2.0.0")]
public sealed class EchoBackend : FixtureBackend
{
    public override void Initialize(BackendContext context) => context.Logger.Log(BackendLogLevel.Information, "Echo 2 is here");

    protected override float Answer => Version.Parse(Describe()).Build;

    protected override string Describe() =>
        typeof(Newtonsoft.Json.JsonConvert).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
