using Microsoft.Extensions.Time.Testing;

namespace Mce.Testing;

/// <summary>A server over scripted models, on a clock that the test sets. It needs no plugin, no model file and no network. Thread-safe.</summary>
/// <remarks>
/// Dispose it: what scripted models hold is let go, the server is closed, and its folder deleted. It doesn't warm models up unless
/// <see cref="MceOptions.WarmUp"/> is set, so that <see cref="ScriptedModel.Calls"/> counts requests and nothing else.
/// </remarks>
/// <example>
/// <code>
/// await using MceTestServer server = await MceTestServer.StartAsync(test =&gt; test
///     .AddModel("doubler", new ScriptedModel().Maps(x =&gt; 2 * x))
///     .AddEndpoint("numbers", e =&gt; e.AddContainer("double", "scripted", "doubler")));
///
/// float[] y = await server.InvokeAsync("numbers", "double", [1, 2, 3]);   // 2, 4, 6
/// </code>
/// </example>
public sealed class MceTestServer : IAsyncDisposable
{
    /// <summary>The framework's name that containers of scripted models use.</summary>
    public const string Framework = "scripted";

    /// <summary>The framework's version.</summary>
    public const string FrameworkVersion = "1.0.0";

    // Real time: it ends a test whose own code holds a call for ever, and is never waited for otherwise.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ModelFolder _folder;

    private MceTestServer(MceTestServerBuilder builder, ModelFolder folder)
    {
        _folder = folder;
        Time = builder.Time;
        Backend = builder.Backend;
        // A configuration made for production names folders of plugins, and they may lie in the test's output.
        Server = builder.Server.ClearPluginDirectories().Build();
    }

    /// <summary>The server under test.</summary>
    public MceServer Server { get; }

    /// <summary>The backend of the scripted models.</summary>
    public ScriptedBackend Backend { get; }

    /// <summary>The clock of server and models. It stands until the test advances it.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The folder that relative paths of models start from.</summary>
    public string Folder => _folder.Path;

    /// <summary>Makes a server that isn't started: for tests of the start itself.</summary>
    /// <param name="configure">Adds models and endpoints.</param>
    public static MceTestServer Create(Action<MceTestServerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var folder = new ModelFolder();
        try
        {
            var builder = new MceTestServerBuilder(folder);
            configure(builder);
            return new MceTestServer(builder, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="configure">Adds models and endpoints.</param>
    /// <exception cref="MceException">What is wrong with it, as <see cref="MceServer.StartAsync"/> says it.</exception>
    public static async Task<MceTestServer> StartAsync(Action<MceTestServerBuilder> configure)
    {
        MceTestServer server = Create(configure);
        try
        {
            await server.Server.StartAsync().ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts a server with one model: a direct endpoint <c>e</c> with a container <c>c</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Instances, queue, deadline; null = one instance.</param>
    public static Task<MceTestServer> StartAsync(ScriptedModel model, Action<ContainerBuilder>? configure = null) =>
        StartAsync(test => test.AddModel("model", model)
            .AddEndpoint("e", e => e.AddContainer("c", Framework, "model", configure ?? (static c => c.WithInstances(1)))));

    /// <summary>Makes a model file, or replaces it, while the server runs, and lets it stand for a model from its next load on.</summary>
    /// <param name="file">A relative path, as configuration writes it.</param>
    /// <param name="model">What it does.</param>
    public void AddModel(string file, ScriptedModel model)
    {
        Backend.Add(file, model);
        _folder.Write(file);
    }

    /// <summary>
    /// Sends a request from a thread of its own, and returns as soon as the request is where it stays by itself: answered, refused,
    /// waiting in the server, or in a model that holds it. So requests arrive in the order of these calls, and a call that a model
    /// holds doesn't hold the test.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The answer, to be disposed, or the server's error.</returns>
    public Task<InferenceResponse> SendAsync(InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var arrived = new ManualResetEventSlim(); // not disposed: the thread may set it when nobody waits any more
        var call = new TaskCompletionSource<Task<InferenceResponse>>();
        new Thread(() =>
        {
            Arrival.Expect(arrived);
            call.SetResult(Server.InvokeAsync(request, cancellationToken).AsTask());
            arrived.Set();
        }) { IsBackground = true, Name = "Mce test request" }.Start();
        arrived.Wait(CancellationToken.None);
        return call.Task.Unwrap();
    }

    /// <summary>Sends floats as the first input, and gives the first output's back. Otherwise as <see cref="SendAsync"/>.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="container">The container; null on a serial endpoint.</param>
    /// <param name="values">The first input's elements. Its last dynamic dimension is as long as they need.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public async Task<float[]> InvokeAsync(string endpoint, string? container, float[] values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        using InferenceTensor input = InferenceTensor.FromArray(values, Shapes.Fit(FirstInput(endpoint, container), values.Length));
        var request = new InferenceRequest(endpoint) { TargetContainer = container, Inputs = { input } };
        using InferenceResponse response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response[0].ToArray<float>();
    }

    /// <summary>Sends floats to the only container, or through the only endpoint. Otherwise as <see cref="SendAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Task<float[]> InvokeAsync(params float[] values)
    {
        EndpointDescription[] endpoints = [.. Server.Endpoints];
        if (endpoints is not [var only] || (only.Mode == InvocationMode.Direct && only.Containers.Count != 1))
            throw new InvalidOperationException($"Say which endpoint and container: there are {string.Join(", ", endpoints.SelectMany(e => e.Containers.Select(c => $"{e.Name}/{c.Name}")))}.");
        return InvokeAsync(only.Name, only.Mode == InvocationMode.Direct ? only.Containers[0].Name : null, values);
    }

    /// <summary>Lets go what scripted models hold, closes the server and deletes the folder.</summary>
    /// <exception cref="TimeoutException">A call doesn't end, because code of the test holds it.</exception>
    public async ValueTask DisposeAsync()
    {
        Backend.Suspend();
        try
        {
            await Server.DisposeAsync().AsTask().WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server isn't closed after {Patience}: a call doesn't end. Does code of the test hold it, other than by a Gate?");
        }
        finally
        {
            Backend.Resume();
            _folder.Dispose();
        }
    }

    private TensorSpec FirstInput(string endpoint, string? container)
    {
        EndpointDescription? found = Server.Endpoints.FirstOrDefault(e => e.Name == endpoint);
        ModelSignature? signature = found?.Signature ?? found?.Containers.FirstOrDefault(c => c.Name == container)?.Signature;
        // Not there, or takes nothing: the server says so.
        return signature is { Inputs.Length: > 0 } ? signature.Inputs[0] : TensorSpec.OfAnyShape("x", TensorElementType.Float32);
    }
}
