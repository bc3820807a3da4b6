namespace Mce.AspNetCore;

/// <summary>Metadata that tells the endpoints of SageMaker's runtime API from others.</summary>
internal sealed class RuntimeEndpointMarker;
