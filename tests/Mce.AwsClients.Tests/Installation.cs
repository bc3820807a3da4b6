namespace Mce.AwsClients.Tests;

/// <summary>A client of AWS on this machine: the command that starts it, or why it can't be had.</summary>
/// <param name="Command">A program and its arguments.</param>
/// <param name="Missing">What is missing, and how to install it.</param>
internal sealed record Installation(string[] Command, string? Missing)
{
    private static readonly Lazy<Task<Installation>> Boto3 = new(FindBoto3Async);
    private static readonly Lazy<Task<Installation>> JavaScript = new(InstallJavaScriptAsync);

    public static Task<Installation> OfAsync(string client) => client switch
    {
        AwsClient.Boto3 => Boto3.Value,
        AwsClient.JavaScript => JavaScript.Value,
        _ => throw new ArgumentException($"There is no client '{client}'.", nameof(client)),
    };

    private static async Task<Installation> FindBoto3Async()
    {
        // Debian's package serves Debian's interpreter, which need not be the first on the path.
        List<string> failures = [];
        foreach (string python in (string[])["/usr/bin/python3", "python3", "python"])
        {
            (_, string? failure) = await Tests.Command.TryRunAsync(python, AppContext.BaseDirectory, "-c", "import boto3");
            if (failure is null) return new Installation([python, Path.Combine(AppContext.BaseDirectory, "boto3", "invoke.py")], null);
            failures.Add(failure);
        }

        return new Installation([], $"There is no Python with boto3; on Debian: apt-get install python3-boto3. {string.Join(' ', failures)}");
    }

    private static async Task<Installation> InstallJavaScriptAsync()
    {
        const int leastNode = 20;
        string folder = Path.Combine(AppContext.BaseDirectory, "aws-sdk-js");
        (string? version, string? failure) = await Tests.Command.TryRunAsync("node", folder, "-p", "process.versions.node.split('.')[0]");
        if (failure is not null) return new Installation([], $"There is no Node.js. {failure}");
        if (int.Parse(version!, System.Globalization.CultureInfo.InvariantCulture) < leastNode)
            return new Installation([], $"The AWS SDK for JavaScript needs Node.js {leastNode} or later; this is {version!.Trim()}.");

        // npm notes what it installed in a lock file of its own, as its last step.
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        var locked = new FileInfo(Path.Combine(folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < locked.LastWriteTimeUtc)
        {
            (_, failure) = await Tests.Command.TryRunAsync("npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            if (failure is not null) return new Installation([], $"The AWS SDK for JavaScript can't be installed. {failure}");
        }

        return new Installation(["node", Path.Combine(folder, "invoke.mjs")], null);
    }
}
