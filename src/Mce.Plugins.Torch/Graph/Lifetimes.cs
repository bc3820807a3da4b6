using Mce.Plugins.Torch.Archive;

namespace Mce.Plugins.Torch.Graph;

/// <summary>Tells each step which values nobody reads after it, so that their memory is free for the next.</summary>
internal static class Lifetimes
{
    /// <param name="steps">One for each node, in order.</param>
    /// <param name="nodes">The nodes that the steps were compiled from.</param>
    /// <param name="slots">The slots by name.</param>
    /// <param name="outputs">Slots that live until the end.</param>
    public static void Assign(GraphStep[] steps, GraphNode[] nodes, Dictionary<string, GraphArgument.Slot> slots, int[] outputs)
    {
        var lastUse = new Dictionary<int, int>();
        for (int i = 0; i < steps.Length; i++)
        {
            foreach ((_, GraphArgument argument) in nodes[i].Arguments)
                foreach (string name in Names(argument)) lastUse[slots[name].Index] = i;
            foreach (string name in nodes[i].Results.SelectMany(r => r.Names)) lastUse[slots[name].Index] = i;
        }

        foreach (int output in outputs) lastUse.Remove(output);
        foreach (IGrouping<int, int> step in lastUse.GroupBy(u => u.Value, u => u.Key)) steps[step.Key].Releases = [.. step];
    }

    private static IEnumerable<string> Names(GraphArgument argument) => argument switch
    {
        GraphArgument.Reference reference => [reference.Name],
        GraphArgument.List list => list.Items.SelectMany(Names),
        _ => [],
    };
}
