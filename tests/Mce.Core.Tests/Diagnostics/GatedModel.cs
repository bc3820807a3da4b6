namespace Mce.Core.Tests.Diagnostics;

/// <summary>A model whose calls wait at a gate.</summary>
internal sealed class GatedModel : IDisposable
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _gate = new(0);

    public GatedModel()
    {
        ScriptedModel add = ScriptedModel.Add(1);
        Action<ModelExecutionContext> execute = add.OnExecute;
        add.OnExecute = context =>
        {
            _entered.Release();
            _gate.Wait();
            execute(context);
        };
        Model = add;
    }

    public ScriptedModel Model { get; }

    /// <summary>Completes when a call is at the gate.</summary>
    public Task EnteredAsync() => _entered.WaitAsync();

    public void Open(int calls = 1) => _gate.Release(calls);

    public void Dispose()
    {
        _entered.Dispose();
        _gate.Dispose();
    }
}
