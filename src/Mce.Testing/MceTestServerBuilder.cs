using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Testing;

/// <summary>Describes a test server: scripted models, and everything that a server's own builder knows. Not thread-safe.</summary>
public sealed class MceTestServerBuilder
{
    private readonly ModelFolder _folder;

    internal MceTestServerBuilder(ModelFolder folder)
    {
        _folder = folder;
        Backend = new ScriptedBackend(Time);
        Server.UseTimeProvider(Time)
            .AddBackend(MceTestServer.Framework, MceTestServer.FrameworkVersion, () => Backend)
            .Configure(o =>
            {
                o.BaseDirectory = folder.Path;
                o.WarmUp = false;
            });
    }

    /// <summary>The builder of the server itself, for whatever has no short form here.</summary>
    public MceServerBuilder Server { get; } = new();

    /// <summary>The clock of server and models. It stands until the test advances it.</summary>
    public FakeTimeProvider Time { get; } = new();

    /// <summary>The backend that serves <see cref="MceTestServer.Framework"/>.</summary>
    public ScriptedBackend Backend { get; }

    /// <summary>The folder that relative paths of models start from. It is deleted with the server.</summary>
    public string Folder => _folder.Path;

    /// <summary>Makes a model file, whose content doesn't matter, and lets it stand for a scripted model.</summary>
    /// <param name="file">A relative path, as configuration writes it: <c>digits.onnx</c>, <c>models/digits.onnx</c>.</param>
    /// <param name="model">What it does; may stand for several files.</param>
    public MceTestServerBuilder AddModel(string file, ScriptedModel model)
    {
        Backend.Add(file, model);
        _folder.Write(file);
        return this;
    }

    /// <summary>
    /// Lets scripted models stand for those of another framework too, so that a configuration made for production is tested as it is:
    /// its containers say <c>onnx</c>, and no ONNX Runtime is needed.
    /// </summary>
    /// <param name="framework">The name that containers use.</param>
    /// <param name="version">The version, where containers ask for one.</param>
    public MceTestServerBuilder AddFramework(string framework, string version = MceTestServer.FrameworkVersion)
    {
        Server.AddBackend(framework, version, () => new PlayedFramework(Backend));
        return this;
    }

    /// <summary>Adds an endpoint, described in code. It is direct unless it says <see cref="EndpointBuilder.AsSerial"/>.</summary>
    public MceTestServerBuilder AddEndpoint(string name, Action<EndpointBuilder> configure)
    {
        Server.AddEndpoint(name, configure);
        return this;
    }

    /// <summary>Reads options and endpoints from a section, as <see cref="MceServerBuilder.AddConfiguration"/>.</summary>
    public MceTestServerBuilder AddConfiguration(IConfiguration section)
    {
        Server.AddConfiguration(section);
        return this;
    }

    /// <summary>Sets options. A test server doesn't warm up unless it is told to here.</summary>
    public MceTestServerBuilder Configure(Action<MceOptions> configure)
    {
        Server.Configure(configure);
        return this;
    }
}
