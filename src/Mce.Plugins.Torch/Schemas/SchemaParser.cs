namespace Mce.Plugins.Torch.Schemas;

/// <summary>Reads schemas such as <c>add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor</c>.</summary>
internal static class SchemaParser
{
    private const string Arrow = ") -> ";

    /// <exception cref="FormatException">The text is no schema.</exception>
    public static OperatorSchema Parse(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int arrow = text.LastIndexOf(Arrow, StringComparison.Ordinal);
        if (open <= 0 || arrow < open) throw new FormatException($"No operator schema: '{text}'.");

        string[] name = text[..open].Split('.', 2);
        SchemaArgument[] arguments = [.. SplitList(text[(open + 1)..arrow]).Where(a => a != "*").Select(ParseArgument)];
        return new OperatorSchema(name[0], name.Length > 1 ? name[1] : "", arguments, ParseResults(text[(arrow + Arrow.Length)..].Trim()));
    }

    /// <summary>Splits at the commas that stand outside brackets and quotes.</summary>
    public static List<string> SplitList(string text)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                if (c == '\\') i++;
                else if (c == quote) quote = '\0';
            }
            else if (c is '"' or '\'') quote = c;
            else if (c is '(' or '[') depth++;
            else if (c is ')' or ']') depth--;
            else if (c == ',' && depth == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        string last = text[start..].Trim();
        if (last.Length > 0) parts.Add(last);
        return parts;
    }

    private static SchemaArgument ParseArgument(string text)
    {
        // The default may hold anything, so the name ends at the first '=' and starts after the last blank before it.
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string declaration = equals < 0 ? text : text[..equals];
        int blank = declaration.LastIndexOf(' ');
        if (blank < 0) throw new FormatException($"No operator argument: '{text}'.");

        string type = declaration[..blank];
        return new SchemaArgument(declaration[(blank + 1)..], ParseType(type), type.Contains('!', StringComparison.Ordinal), equals < 0 ? null : text[(equals + 1)..]);
    }

    private static SchemaType[] ParseResults(string text)
    {
        if (text == "()") return [];
        List<string> parts = text.StartsWith('(') ? SplitList(text[1..^1]) : [text];
        return [.. parts.Select(part => ParseType(WithoutName(part)))];
    }

    // "Tensor values" names a result; "Tensor(a -> *)[]" has blanks of its own, inside brackets.
    private static string WithoutName(string text)
    {
        int blank = text.LastIndexOf(' ');
        return blank > text.LastIndexOf(')') && blank > 0 ? text[..blank] : text;
    }

    private static SchemaType ParseType(string text)
    {
        text = WithoutAliases(text).Trim();
        if (text.EndsWith('?')) return new SchemaType(SchemaKind.Optional, ParseType(text[..^1]));
        if (text.EndsWith(']'))
        {
            int open = text.LastIndexOf('[');
            string length = text[(open + 1)..^1];
            return new SchemaType(SchemaKind.List, ParseType(text[..open]), length.Length == 0 ? 0 : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
        }

        return new SchemaType(text switch
        {
            "Tensor" => SchemaKind.Tensor,
            "int" or "SymInt" => SchemaKind.Integer,
            "float" => SchemaKind.Real,
            "bool" => SchemaKind.Boolean,
            "Scalar" => SchemaKind.Scalar,
            "str" => SchemaKind.Text,
            "ScalarType" => SchemaKind.ScalarType,
            "Layout" => SchemaKind.Layout,
            "MemoryFormat" => SchemaKind.MemoryFormat,
            "Device" => SchemaKind.Device,
            _ => SchemaKind.Other,
        });
    }

    // Alias annotations, "(a!)" or "(a -> *)", say what shares memory, not what is passed.
    private static string WithoutAliases(string text)
    {
        int open;
        while ((open = text.IndexOf('(', StringComparison.Ordinal)) >= 0)
        {
            int close = text.IndexOf(')', open);
            if (close < 0) break;
            text = text.Remove(open, close - open + 1);
        }

        return text;
    }
}
