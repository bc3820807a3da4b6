using System.Runtime.InteropServices;

namespace Mce.Cli.Deadly;

/// <summary>A framework whose models do to their process what their file says: <c>crash</c>, <c>hang</c>, <c>babble</c>, or else give 1.</summary>
/// <remarks>
/// <c>bystander</c> and <c>crash-in-company</c> meet: the one waits for its end, the other ends both once it isn't alone. The
/// second time, which the file <c>met</c> tells them, the one gives 1 and the other crashes by itself.
/// </remarks>
[ExportBackend("deadly", "1.0.0")]
public sealed class DeadlyBackend : IBackend
{
    private readonly ManualResetEventSlim _company = new();

    public void Initialize(BackendContext context)
    {
    }

    public ModelFootprint EstimateFootprint(ModelSource source) => new(0);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        string met = Path.Combine(Path.GetDirectoryName(source.Path)!, "met");
        switch (File.ReadAllText(source.Path).Trim())
        {
            case "crash":
                Crash();
                break;
            case "crash-in-company":
                if (!File.Exists(met)) _company.Wait(CancellationToken.None);
                Crash();
                break;
            case "bystander":
                if (File.Exists(met)) break;
                File.Create(met).Dispose();
                _company.Set();
                new ManualResetEvent(false).WaitOne();
                break;
            case "hang":
                new ManualResetEvent(false).WaitOne();
                break;
            case "babble":
                Console.WriteLine("{\"case\":0,\"state\":\"ended\"}");
                Console.Error.WriteLine("native code prints where it likes");
                break;
        }

        return new DeadlyModel();
    }

    public void Dispose() => _company.Dispose();

    private static void Crash() => Marshal.WriteInt32(unchecked((nint)0x7777_0000_0000), 1); // no memory there
}
