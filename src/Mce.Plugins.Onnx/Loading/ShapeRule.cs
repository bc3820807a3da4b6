using System.Collections.Immutable;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>
/// Tells an output's shape before the run, where each dimension is fixed or has the name of an input's dimension. Immutable.
/// </summary>
/// <remarks>Names may lie: whoever uses the shape must bear that the model disagrees.</remarks>
internal sealed class ShapeRule
{
    private readonly Source[] _sources;

    private ShapeRule(Source[] sources) => _sources = sources;

    public int Rank => _sources.Length;

    /// <summary>The rule for an output, or null when a dimension is not to be told.</summary>
    public static ShapeRule? TryCreate(TensorSpec output, IReadOnlyList<TensorSpec> inputs)
    {
        if (!output.HasRank) return null;
        var sources = new Source[output.Dimensions.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            TensorDimension dimension = output.Dimensions[i];
            if (dimension.Size is { } size) sources[i] = new Source(size, -1, -1);
            else if (dimension.Symbol is null || Find(dimension.Symbol, inputs) is not { } found) return null;
            else sources[i] = found;
        }

        return new ShapeRule(sources);
    }

    /// <summary>Computes the shape for one call's inputs. Never allocates.</summary>
    /// <param name="context">The call.</param>
    /// <param name="dimensions">At least <see cref="Rank"/> long.</param>
    public bool TryResolve(ModelExecutionContext context, Span<long> dimensions)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            Source source = _sources[i];
            if (source.Input < 0)
            {
                dimensions[i] = source.Size;
                continue;
            }

            if (context.GetInput(source.Input) is not { } input || source.Dimension >= input.Rank) return false;
            dimensions[i] = input.Dimensions[source.Dimension];
        }

        return true;
    }

    /// <summary>Whether the rule tells the shape that an output really had.</summary>
    public bool Agrees(ModelExecutionContext context, ReadOnlySpan<long> actual)
    {
        Span<long> told = stackalloc long[Rank];
        return TryResolve(context, told) && told.SequenceEqual(actual);
    }

    private static Source? Find(string symbol, IReadOnlyList<TensorSpec> inputs)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            ImmutableArray<TensorDimension> dimensions = inputs[i].Dimensions;
            for (int j = 0; inputs[i].HasRank && j < dimensions.Length; j++)
                if (dimensions[j].Symbol == symbol) return new Source(0, i, j);
        }

        return null;
    }

    /// <param name="Size">The size when <paramref name="Input"/> is -1.</param>
    /// <param name="Input">The input slot that has the size, or -1.</param>
    /// <param name="Dimension">The dimension of that input.</param>
    private readonly record struct Source(long Size, int Input, int Dimension);
}
