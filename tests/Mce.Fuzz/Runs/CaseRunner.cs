using System.Diagnostics;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Runs;

/// <summary>Opens a case the way a host does, runs it once, and judges what came of it.</summary>
internal sealed class CaseRunner : IAsyncDisposable
{
    // How long a host would wait. A case that isn't stopped by its token is caught from outside.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(2);

    private const int LongestMessage = 32 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("mce-fuzz-").FullName;
    private readonly ModelWorkbench _workbench = new MceServerBuilder()
        .AddPluginDirectory("plugins")
        .Configure(o =>
        {
            o.DefaultInstanceCount = 1;
            o.MaxParallelLoads = 1;
            o.OutputPoolBytes = 0;
        })
        .BuildWorkbench();

    /// <summary>Loads a framework, so that no case pays for it.</summary>
    public void Prepare(FuzzFormat format)
    {
        if (format != FuzzFormat.Self) _workbench.LoadPlugin(FuzzFormats.Name(format));
    }

    public async Task<CaseResult> RunAsync(FuzzCase made)
    {
        string format = FuzzFormats.Name(made.Format);
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "case")).FullName;
        string path = Path.Combine(folder, "case" + FuzzFormats.Extension(made.Format));
        long began = Stopwatch.GetTimestamp();
        try
        {
            await File.WriteAllBytesAsync(path, made.Bytes);
            foreach (SideFile file in made.SideFiles) file.Create(folder);
            ProcessMemory.ResetPeak();
            (CaseOutcome outcome, string message) = made.Format == FuzzFormat.Self ? SelfCases.Run(made.Seed, path) : await TryAsync(made, path);
            message = message.Replace(_folder, "", StringComparison.Ordinal);
            return new CaseResult(format, made.Seed, outcome, made.Origin, string.Join("; ", made.Edits), message, ProcessMemory.PeakMiB(), Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _workbench.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(CaseOutcome Outcome, string Message)> TryAsync(FuzzCase made, string path)
    {
        try
        {
            // Whoever looks into a file first must get through as well.
            if (made.Seed % 4 == 0) await _workbench.InspectAsync(path, FuzzFormats.Name(made.Format), cancellationToken: Limit(OpenLimit));
            var container = new ContainerConfig { Name = "case", Framework = FuzzFormats.Name(made.Format), ModelPath = path };
            await using OpenModel model = await _workbench.OpenAsync(container, Limit(OpenLimit));
            return await CallAsync(model, made);
        }
        catch (OperationCanceledException)
        {
            return (CaseOutcome.Stopped, "while it was opened");
        }
        catch (MceException e)
        {
            if (e.Code == MceErrorCodes.Internal) return (CaseOutcome.Foreign, e.ToString());
            if (e.Message.Length > LongestMessage) return (CaseOutcome.Wordy, $"{e.Code}: {e.Message[..LongestMessage]}");
            return (e.Message.Contains(path, StringComparison.Ordinal) ? CaseOutcome.Refused : CaseOutcome.Nameless, $"{e.Code}: {e.Message}");
        }
        catch (Exception e)
        {
            return (CaseOutcome.Foreign, e.ToString());
        }
    }

    private static async Task<(CaseOutcome Outcome, string Message)> CallAsync(OpenModel model, FuzzCase made)
    {
        InferenceRequest request = model.CreateRequest();
        if (!SmallInputs.TryFill(request, model.Description.Signature, new Chance(made.Seed))) return (CaseOutcome.Opened, "");
        try
        {
            using InferenceResponse response = await model.InvokeAsync(request, Limit(CallLimit));
            for (int i = 0; i < response.Count; i++) _ = response[i].Dimensions.Length;
            return (CaseOutcome.Ran, "");
        }
        catch (OperationCanceledException)
        {
            return (CaseOutcome.Stopped, "while it ran");
        }
        catch (MceException e)
        {
            // The server wraps whatever a plugin lets through, and names only the container: the plugin should have said more.
            bool foreign = e.Code == MceErrorCodes.Internal || e.InnerException is not (null or MceException);
            return foreign ? (CaseOutcome.Foreign, e.ToString()) : (CaseOutcome.Failed, $"{e.Code}: {e.Message}");
        }
        finally
        {
            foreach ((_, InferenceTensor tensor) in request.Inputs) tensor.Dispose();
        }
    }

    private static CancellationToken Limit(TimeSpan limit) => new CancellationTokenSource(limit).Token;
}
