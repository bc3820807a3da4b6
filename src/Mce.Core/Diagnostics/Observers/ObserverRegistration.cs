namespace Mce;

/// <summary>An observer and the room of its buffer, a power of two.</summary>
internal sealed record ObserverRegistration(IInvocationObserver Observer, int Capacity);
