namespace Mce;

/// <summary>How much a message matters. Values follow Microsoft.Extensions.Logging.</summary>
public enum BackendLogLevel
{
    /// <summary>For the plugin's author.</summary>
    Debug = 1,

    /// <summary>The normal course of things.</summary>
    Information = 2,

    /// <summary>Something is off and was dealt with.</summary>
    Warning = 3,

    /// <summary>Something failed.</summary>
    Error = 4,
}
