using System.Runtime.InteropServices;

namespace Mce.Cli.Deadly;

/// <summary>A framework whose models do to their process what their file says: <c>crash</c>, <c>hang</c>, <c>babble</c>, or else give 1.</summary>
[ExportBackend("deadly", "1.0.0")]
public sealed class DeadlyBackend : IBackend
{
    public void Initialize(BackendContext context)
    {
    }

    public ModelFootprint EstimateFootprint(ModelSource source) => new(0);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        switch (File.ReadAllText(source.Path).Trim())
        {
            case "crash":
                Marshal.WriteInt32(unchecked((nint)0x7777_0000_0000), 1); // no memory there
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

    public void Dispose()
    {
    }
}
