using System.Runtime.InteropServices;

namespace Mce.Fuzz.Cases;

internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakePipe(string path, uint mode);
}
