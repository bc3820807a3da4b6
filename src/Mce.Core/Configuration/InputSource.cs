namespace Mce;

/// <summary>Where a container of a serial endpoint takes an input from. Immutable.</summary>
public sealed class InputSource
{
    private InputSource(string name, string? container, bool isRequest)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Container = container;
        IsRequest = isRequest;
    }

    /// <summary>The output's name, or the request input's.</summary>
    public string Name { get; }

    /// <summary>The container that produces it; null = the one before.</summary>
    public string? Container { get; }

    /// <summary>Whether the request gives it.</summary>
    public bool IsRequest { get; }

    /// <summary>An output of the container before.</summary>
    public static InputSource Previous(string output) => new(output, null, false);

    /// <summary>An output of any container before.</summary>
    public static InputSource From(string container, string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(container);
        return new InputSource(output, container, false);
    }

    /// <summary>An input of the request.</summary>
    public static InputSource Request(string input) => new(input, null, true);
}
