using System.Runtime.InteropServices;

namespace Mce.Fixtures;

[ExportBackend("missingnative", "1.0.0")]
public sealed partial class MissingNativeBackend : FixtureBackend
{
    public override void Initialize(BackendContext context) => Start();

    [LibraryImport("mce_fixture_absent", EntryPoint = "start")]
    private static partial void Start();
}
