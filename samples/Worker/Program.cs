// A worker service: images of digits come as files into a folder, answers go as files into another.
//
//     dotnet run --project samples/Worker -- --seed 100              # 100 images to begin with, then whatever comes; Ctrl+C stops it
//     dotnet run --project samples/Worker -- --seed 100 --once true  # ends when the inbox is empty
//
// README.md says what it promises and how.

using Mce;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Worker;

// appsettings.json lies beside the program, wherever it is started.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddCommandLine(args, new Dictionary<string, string>
{
    ["--folder"] = "Worker:Folder",
    ["--seed"] = "Worker:Seed",
    ["--once"] = "Worker:Once",
});

try
{
    WorkerOptions options = WorkerOptions.Read(builder.Configuration.GetSection("Worker"));
    using WorkFolder folder = WorkFolder.Open(options.Folder);
    Seed.Write(folder, options.Seed);

    // The server starts before the worker and stops after it: hosted services stop in reverse order.
    builder.Services.AddMce(mce => mce.AddConfiguration(builder.Configuration.GetSection("Mce")));
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton(options);
    builder.Services.AddSingleton(folder);
    builder.Services.AddSingleton<Inbox>();
    builder.Services.AddSingleton<ItemProcessor>();
    builder.Services.AddHostedService<DigitWorker>();

    using IHost host = builder.Build();
    await host.RunAsync();
    return Environment.ExitCode;
}
catch (Exception e) when (e is MceException or InvalidOperationException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
