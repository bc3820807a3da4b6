using Mce.Cli;
using Mce.Cli.Checking;

// A child of 'mce check' starts often and takes no options.
if (args is [CheckWorker.Verb, ..]) return CheckWorker.Run(args);
int code = await CommandLine.RunAsync(args, Console.Out, Console.Error);
QuickExit.With(code);
return code;
