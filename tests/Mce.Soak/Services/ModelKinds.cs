namespace Mce.Soak.Services;

/// <summary>What the services of a run are made of.</summary>
[Flags]
internal enum ModelKinds
{
    /// <summary>Models that take microseconds: many changes in a short time.</summary>
    Scripted = 1,

    /// <summary>ONNX Runtime, ML.NET and libtorch, as plugins.</summary>
    Frameworks = 2,

    /// <summary>Both side by side.</summary>
    All = Scripted | Frameworks,
}
