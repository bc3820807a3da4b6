namespace Mce.Soak.Scripted;

/// <summary>
/// Models that add a number to one element of a vector, as their settings say: <c>Constant</c>, <c>Element</c>, <c>Milliseconds</c> for how
/// long it takes, and <c>Broken</c> for one that can't be loaded. It keeps the books of what the server does with them.
/// </summary>
internal sealed class ScriptedBackend : IBackend
{
    public ScriptedBooks Books { get; init; } = new();

    /// <summary>Adds something else than it should, so that the checks can be checked.</summary>
    public bool Lies { get; init; }

    public void Initialize(BackendContext context)
    {
    }

    public ModelFootprint EstimateFootprint(ModelSource source) => new(1);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        source.Settings.ThrowIfUnknown("Constant", "Element", "Milliseconds", "Broken");
        if (source.Settings.GetBoolean("Broken", false)) throw new MceException(MceErrorCodes.ModelInvalid, $"'{source.Path}' is broken on purpose.");
        int constant = source.Settings.GetInt32("Constant", 0, 0, int.MaxValue), element = source.Settings.GetInt32("Element", 0, 0, 3);
        var time = TimeSpan.FromMilliseconds(source.Settings.GetInt32("Milliseconds", 0, 0, 1_000));
        return new ScriptedModel(Books, Lies && constant % 100 == 99 ? constant - 1 : constant, element, time);
    }

    public void Dispose()
    {
    }
}
