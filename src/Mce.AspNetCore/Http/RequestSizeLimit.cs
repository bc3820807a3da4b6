using Microsoft.AspNetCore.Http.Metadata;

namespace Mce.AspNetCore;

/// <summary>Tells the web server, and middleware that decompresses bodies, how long a body may get while it is read.</summary>
internal sealed class RequestSizeLimit(long maximum) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => maximum;
}
