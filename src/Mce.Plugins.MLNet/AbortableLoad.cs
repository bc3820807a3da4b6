using System.Runtime;
using Microsoft.ML;

namespace Mce.Plugins.MLNet;

/// <summary>Lets ML.NET read a model, and ends that by force where it never would by itself.</summary>
/// <remarks>
/// ML.NET 5.0 reads an array that is said to be longer than its part by asking for the rest again and again, for ever, and it has
/// no token. A damaged file would so take a core until the process ends.
/// </remarks>
internal static class AbortableLoad
{
    // Force is for reads that are stuck. One that is on its way gets there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="OperationCanceledException">The token was cancelled, and the read didn't end soon after.</exception>
    public static ITransformer Load(ModelOperationsCatalog catalog, Stream stream, CancellationToken cancellationToken, out DataViewSchema inputSchema)
    {
        ITransformer? transformer = null;
        DataViewSchema? schema = null;
        using var force = new CancellationTokenSource();
        using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).CancelAfter(Patience), force))
        {
#pragma warning disable SYSLIB0046 // It can leave shared state half-written; the alternative is a core lost to a loop.
            ControlledExecution.Run(() => transformer = catalog.Load(stream, out schema), force.Token);
#pragma warning restore SYSLIB0046
        }

        inputSchema = schema!;
        return transformer!;
    }
}
