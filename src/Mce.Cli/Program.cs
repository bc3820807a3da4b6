using Mce.Cli;

int code = await CommandLine.RunAsync(args, Console.Out, Console.Error);
QuickExit.With(code);
return code;
