using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads what a container's new replicas run: <c>false</c>, or an array of requests.</summary>
internal sealed class WarmUpReader(ICollection<MceException> errors) : SectionReader(errors)
{
    private const string Expected = "false, or an array of requests such as [ { \"Count\": 2, \"Inputs\": { \"x\": { \"Dimensions\": [ 8, 64 ], \"Data\": \"Random\" } } } ]";

    /// <returns>Null for what couldn't be read, or for <c>true</c>, which is the default.</returns>
    public WarmUpConfig? Read(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } text)
        {
            if (!bool.TryParse(text, out bool isOn)) Wrong(section, Expected);
            else if (!isOn) return WarmUpConfig.None;
            return null;
        }

        // An empty array has an empty value; null has none, and is as good as no key.
        IConfigurationSection[] requests = [.. section.GetChildren()];
        return requests.Length == 0 && section.Value is null ? null : new WarmUpConfig([.. requests.Select(ReadRequest)]);
    }

    private WarmUpRequest ReadRequest(IConfigurationSection section)
    {
        var request = new WarmUpRequest();
        foreach (IConfigurationSection child in Items(section, "an object: a warm-up request"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "COUNT": request = request with { Count = ReadInt32(child, 1) }; break;
                case "INPUTS": request = request with { Inputs = ReadInputs(child) }; break;
                default: Unknown(child, "Count, Inputs"); break;
            }
        }

        return request;
    }

    private Dictionary<string, WarmUpInput> ReadInputs(IConfigurationSection section)
    {
        var inputs = new Dictionary<string, WarmUpInput>(StringComparer.Ordinal);
        foreach (IConfigurationSection item in Items(section, "an object of inputs by name")) inputs[item.Key] = ReadInput(item);
        return inputs;
    }

    private WarmUpInput ReadInput(IConfigurationSection section)
    {
        var input = new WarmUpInput();
        foreach (IConfigurationSection child in Items(section, "an object such as { \"Dimensions\": [ 8, 64 ], \"Data\": \"Random\" }"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "DIMENSIONS": input = input with { Dimensions = [.. Items(child, "an array of whole numbers").Select(ReadDimension)] }; break;
                case "DATA": input = input with { Data = ReadName(child) }; break;
                default: Unknown(child, "Dimensions, Data"); break;
            }
        }

        return input;
    }

    private long ReadDimension(IConfigurationSection section)
    {
        if (long.TryParse(section.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long dimension)) return dimension;
        Wrong(section, "a whole number, not negative");
        return 1;
    }
}
