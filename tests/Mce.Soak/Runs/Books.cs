using Mce.Soak.Scripted;

namespace Mce.Soak.Runs;

/// <summary>What must hold when a server is gone.</summary>
internal static class Books
{
    public static void Check(ScriptedBooks books, Tally tally)
    {
        if (books.Violation is { } violation) tally.Fault(Event.Failed, violation);
        if (books.Models != 0 || books.Instances != 0) tally.Fault(Event.Failed, $"{books.Models} models and {books.Instances} instances are left over.");
    }
}
