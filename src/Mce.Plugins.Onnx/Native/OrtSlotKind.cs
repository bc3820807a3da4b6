namespace Mce.Plugins.Onnx.Native;

/// <summary>The three lists of named values that a session has.</summary>
internal enum OrtSlotKind
{
    Input,
    Output,

    /// <summary>An input with a default in the file.</summary>
    OverridableInitializer,
}
