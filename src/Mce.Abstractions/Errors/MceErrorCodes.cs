namespace Mce;

/// <summary>The stable codes of <see cref="MceException.Code"/>. A code never changes its meaning; new ones may be added.</summary>
public static class MceErrorCodes
{
    /// <summary>The configuration is wrong; <see cref="MceException.Errors"/> holds every mistake found.</summary>
    public const string ConfigurationInvalid = "configuration.invalid";

    /// <summary>A request names an endpoint that doesn't exist.</summary>
    public const string EndpointNotFound = "endpoint.not_found";

    /// <summary>A request names a container that the endpoint doesn't have.</summary>
    public const string ContainerNotFound = "container.not_found";

    /// <summary>A direct endpoint was called without a target container.</summary>
    public const string TargetContainerRequired = "container.required";

    /// <summary>A serial endpoint was called with a target container.</summary>
    public const string TargetContainerNotAllowed = "container.not_allowed";

    /// <summary>A request uses an ability that this endpoint lacks (target variant or model, for example).</summary>
    public const string NotSupported = "request.not_supported";

    /// <summary>A request has an input that the model doesn't know.</summary>
    public const string InputUnknown = "input.unknown";

    /// <summary>A request lacks an input that the model needs.</summary>
    public const string InputMissing = "input.missing";

    /// <summary>A request names an output that the model doesn't have.</summary>
    public const string OutputUnknown = "output.unknown";

    /// <summary>A tensor has an element type other than the model's.</summary>
    public const string TensorTypeMismatch = "tensor.type_mismatch";

    /// <summary>A tensor has a rank or dimension other than the model's.</summary>
    public const string TensorShapeMismatch = "tensor.shape_mismatch";

    /// <summary>A tensor that can't exist: overflowing or negative dimensions, too little memory, a wrong device.</summary>
    public const string TensorInvalid = "tensor.invalid";

    /// <summary>An output's memory overlaps an input's or another output's.</summary>
    public const string TensorOverlap = "tensor.overlap";

    /// <summary>The text or bytes that tensors are to be read from are malformed; the field <c>at</c> says where.</summary>
    public const string BodyInvalid = "body.invalid";

    /// <summary>A request's content type is unknown, or can't hold what the model takes.</summary>
    public const string BodyTypeUnsupported = "body.type_unsupported";

    /// <summary>An answer in none of the content types asked for can be given.</summary>
    public const string BodyTypeNotAcceptable = "body.type_not_acceptable";

    /// <summary>The model file doesn't exist or can't be read.</summary>
    public const string ModelNotFound = "model.not_found";

    /// <summary>The model file is of another kind, damaged, or of a version that the framework lacks.</summary>
    public const string ModelInvalid = "model.invalid";

    /// <summary>The model is well formed and uses something that the backend doesn't support.</summary>
    public const string ModelUnsupported = "model.unsupported";

    /// <summary>A file, an archive, a tensor or a text is larger than <see cref="SizeLimits"/> allows.</summary>
    public const string LimitExceeded = "limit.exceeded";

    /// <summary>A model file or a plugin isn't on the list of those that are trusted, or differs from what the list says.</summary>
    public const string NotTrusted = "trust.refused";

    /// <summary>The model failed while it ran.</summary>
    public const string ModelFailed = "model.failed";

    /// <summary>A container setting is unknown to the backend, or out of range.</summary>
    public const string SettingInvalid = "setting.invalid";

    /// <summary>No plugin offers the framework, or not in the version asked for.</summary>
    public const string FrameworkNotFound = "framework.not_found";

    /// <summary>A plugin could not be loaded; the message says which, why, and the cure.</summary>
    public const string PluginInvalid = "plugin.invalid";

    /// <summary>A native library is missing or can't be loaded beside those already in the process.</summary>
    public const string NativeLibraryUnavailable = "plugin.native_unavailable";

    /// <summary>No replica is free and the queue is full. Transient; <see cref="MceException.RetryAfter"/> says when to come back.</summary>
    public const string Overloaded = "server.overloaded";

    /// <summary>The request's deadline passed while it waited or ran. Transient.</summary>
    public const string DeadlineExceeded = "deadline.exceeded";

    /// <summary>The server isn't started yet. Transient.</summary>
    public const string NotReady = "server.not_ready";

    /// <summary>A mistake inside the library.</summary>
    public const string Internal = "server.internal";
}
