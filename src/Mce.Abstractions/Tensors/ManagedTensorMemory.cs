namespace Mce;

/// <summary>Elements that are managed objects: text or bytes.</summary>
internal sealed unsafe class ManagedTensorMemory<T>(Memory<T> elements, bool readOnly) : TensorMemory(null, 0)
{
    public Memory<T> Elements { get; } = elements;

    public override bool IsReadOnly => readOnly;

    protected override void Free()
    {
    }
}
