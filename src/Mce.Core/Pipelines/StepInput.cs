namespace Mce;

/// <summary>Where one input of a pipeline step comes from.</summary>
/// <param name="Step">The step that produces it, or <see cref="FromRequest"/>, or <see cref="LeftOut"/>.</param>
/// <param name="Slot">The output's slot in that step, or the input's slot in the pipeline's own signature.</param>
internal readonly record struct StepInput(int Step, int Slot)
{
    public const int FromRequest = -1;
    public const int LeftOut = -2;
}
