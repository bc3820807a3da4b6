namespace Desktop.ViewModels;

/// <summary>How far the models are.</summary>
internal enum Phase
{
    Loading,
    Ready,
    Failed,
}
