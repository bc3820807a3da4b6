using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;

namespace Mce.Benchmarks;

/// <summary>One of the servers of <c>Mce.Benchmarks.Http</c>, in a process of its own. It ends when this object does, or this process.</summary>
internal sealed class HttpServer : IDisposable
{
    private readonly Process _process;
    private readonly HttpConnection _control;

    private HttpServer(Process process)
    {
        _process = process;
        string? address;
        do address = process.StandardOutput.ReadLine(); // warnings in its log, before it is ready
        while (address is not null && !address.StartsWith("http://", StringComparison.Ordinal));
        if (address is null) throw new InvalidOperationException($"The server '{process.StartInfo.ArgumentList[^1]}' didn't start.");
        EndPoint = new IPEndPoint(IPAddress.Loopback, new Uri(address).Port);
        _control = new HttpConnection(EndPoint);
    }

    public IPEndPoint EndPoint { get; }

    public static HttpServer Start(string name)
    {
        string program = typeof(HttpServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "http-server").Value!;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new HttpServer(Process.Start(start)!);
    }

    /// <summary>What the server's process has allocated and computed since it began.</summary>
    public (long Bytes, double Microseconds) ReadUsage()
    {
        (int status, byte[] body) = _control.Exchange("GET /usage HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
        if (status != 200) throw new InvalidOperationException($"The server says {status} instead of its usage.");
        string[] numbers = Encoding.UTF8.GetString(body).Split(' ');
        return (long.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _control.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill();
        _process.Dispose();
    }
}
