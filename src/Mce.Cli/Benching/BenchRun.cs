using System.Diagnostics;
using System.Runtime.InteropServices;
using Mce.Cli.Running;
using Mce.Cli.Terminal;

namespace Mce.Cli.Benching;

/// <summary>Opens a model, measures every batch size with every number of callers, and sums up.</summary>
internal sealed class BenchRun(ModelWorkbench workbench, ContainerConfig container, BenchRequest asked, ProgressLine progress)
{
    private const string ThreadSetting = "IntraOpThreads";

    private readonly TimeProvider _time = TimeProvider.System;

    /// <exception cref="UsageException">What is asked can't be had of this model.</exception>
    /// <exception cref="MceException">The model can't be opened, or failed.</exception>
    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        workbench.LoadPlugin(container.Framework); // its own start is no part of a model's
        long before = Environment.WorkingSet;
        long began = _time.GetTimestamp();
        await using OpenModel model = await workbench.OpenAsync(container, cancellationToken);
        double load = _time.GetElapsedTime(began).TotalMilliseconds;
        long loaded = Environment.WorkingSet;

        ModelSignature signature = model.Description.Signature;
        using RunInputs? given = asked.Inputs.Count == 0 ? null : RunInputs.Read(asked.Inputs, signature);
        BenchPlan plan = BenchPlan.Create(asked, Sent(model, given));
        BenchPoint[] points = Measure(model, plan, given, cancellationToken);
        ThreadTrial? trial = await TryThreadsAsync(model.Description, plan, given, points, cancellationToken);
        using var process = Process.GetCurrentProcess();
        return new BenchReport(
            model.Description.ModelPath,
            model.Description.Framework,
            model.Description.FrameworkVersion,
            $"{Words.Count(Environment.ProcessorCount, "core")}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}",
            given is null ? "synthetic: made up by the model's signature (--input gives real ones)" : "from files",
            plan.Note,
            load,
            new BenchMemory(before, loaded, process.PeakWorkingSet64),
            points,
            BenchAdvisor.Advise(points, trial));
    }

    private BenchPoint[] Measure(OpenModel model, BenchPlan plan, RunInputs? given, CancellationToken cancellationToken)
    {
        var generator = new LoadGenerator(model, _time);
        var points = new List<BenchPoint>();
        int total = plan.Batches.Count * plan.Concurrencies.Count;
        foreach (int batch in plan.Batches)
        {
            using BatchInputs inputs = Inputs(model, given, batch);
            foreach (int concurrency in plan.Concurrencies)
            {
                progress.Report(points.Count, total, $"batch {batch}, {Words.Count(concurrency, "caller")}");
                points.Add(Call(generator, inputs, concurrency, plan.Duration, isSynthetic: given is null, cancellationToken));
            }
        }

        progress.Report(total, total, "done");
        return [.. points];
    }

    // Only ONNX Runtime splits a call over threads by a setting, and only where the user didn't choose himself.
    private async Task<ThreadTrial?> TryThreadsAsync(ContainerDescription described, BenchPlan plan, RunInputs? given, BenchPoint[] points, CancellationToken cancellationToken)
    {
        int threads = Environment.ProcessorCount;
        BenchPoint? alone = points.FirstOrDefault(p => p.Concurrency == 1);
        if (described.Framework != "onnx" || threads == 1 || alone is null || container.Settings.GetString(ThreadSetting) is not null) return null;

        string[] names = [.. container.Settings.Names];
        await using OpenModel model = await workbench.OpenAsync(
            new ContainerConfig
            {
                Name = container.Name,
                Framework = container.Framework,
                ModelPath = container.ModelPath,
                Settings = new BackendSettings([.. names.Select(n => KeyValuePair.Create(n, container.Settings.GetString(n)!)), new(ThreadSetting, $"{threads}")]),
                InstanceCount = 1,
            },
            cancellationToken);
        using BatchInputs inputs = Inputs(model, given, plan.Batches[0]);
        progress.Report(points.Length, points.Length, $"{ThreadSetting}={threads}");
        return new ThreadTrial(threads, alone, Call(new LoadGenerator(model, _time), inputs, 1, plan.Duration, isSynthetic: given is null, cancellationToken));
    }

    private static BatchInputs Inputs(OpenModel model, RunInputs? given, int batch)
    {
        ModelSignature signature = model.Description.Signature;
        if (given is null) return BatchInputs.Synthetic(signature, batch);
        Dictionary<string, InferenceTensor> tensors = Tensors(model, given);
        return BatchInputs.Repeat([.. signature.Inputs.Select(i => tensors.GetValueOrDefault(i.Name))], signature, batch);
    }

    // Optional inputs are only sent when they are given.
    private static TensorSpec[] Sent(OpenModel model, RunInputs? given)
    {
        ModelSignature signature = model.Description.Signature;
        if (given is null) return [.. signature.Inputs.Where(i => !i.IsOptional)];
        Dictionary<string, InferenceTensor> tensors = Tensors(model, given);
        return [.. signature.Inputs.Where(i => tensors.ContainsKey(i.Name))];
    }

    private static Dictionary<string, InferenceTensor> Tensors(OpenModel model, RunInputs given)
    {
        InferenceRequest request = model.CreateRequest();
        given.AddTo(request, model.Description.Signature);
        return request.Inputs.ToDictionary(i => i.Key!, i => i.Value, StringComparer.Ordinal);
    }

    private static BenchPoint Call(LoadGenerator generator, BatchInputs inputs, int concurrency, TimeSpan duration, bool isSynthetic, CancellationToken cancellationToken)
    {
        try
        {
            return generator.Measure(inputs, concurrency, duration, cancellationToken);
        }
        catch (MceException e) when (isSynthetic)
        {
            throw new UsageException($"The model can't run on made-up inputs{(inputs.Rows is { } rows ? $", batch {rows}" : "")}: {ErrorEdge.Describe(e)} Give real ones with --input NAME=FILE.", e);
        }
    }
}
