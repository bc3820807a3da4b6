namespace Mce;

/// <summary>A call that runs and was seen running before.</summary>
/// <param name="Identity">The same object for the same call.</param>
/// <param name="Duration">How long it has run, at least.</param>
/// <param name="Since">When it was first seen.</param>
internal readonly record struct LongCall(object Identity, TimeSpan Duration, DateTimeOffset Since);
