using Microsoft.ML.OnnxRuntime;

namespace Mce.Benchmarks;

/// <summary>ONNX Runtime through its own C# API, as lean as it gets: one session, and for each caller a binding over kept buffers.</summary>
internal sealed class BareOnnx : IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1 };
    private readonly InferenceSession _session;
    private readonly int _rows;

    public BareOnnx(string path, int rows)
    {
        _session = new InferenceSession(Path.Combine(AppContext.BaseDirectory, path), _options);
        _rows = rows;
    }

    public Caller CreateCaller() => CreateCaller(Digit.CreatePixels(_rows));

    public Caller CreateCaller(float[] pixels) => new(_session, pixels, _rows);

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    public sealed class Caller : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly RunOptions _run = new();
        private readonly OrtIoBinding _binding;
        private readonly OrtValue _input;
        private readonly OrtValue _output;

        public Caller(InferenceSession session, float[] pixels, int rows)
        {
            _session = session;
            _binding = session.CreateIoBinding();
            // The value pins its array.
            _input = OrtValue.CreateTensorValueFromMemory(pixels, [rows, Digit.Pixels]);
            _output = OrtValue.CreateTensorValueFromMemory(new float[rows * 10], [rows, 10]);
            _binding.BindInput(session.InputNames[0], _input);
            _binding.BindOutput(session.OutputNames[0], _output);
        }

        public ReadOnlySpan<float> Output => _output.GetTensorDataAsSpan<float>();

        public void Run() => _session.RunWithBinding(_run, _binding);

        public void Dispose()
        {
            _binding.Dispose();
            _run.Dispose();
            _input.Dispose();
            _output.Dispose();
        }
    }
}
