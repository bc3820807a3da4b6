// Abuses the HTTP face of a server in a child process, and looks at what it answers, holds and survives.
//
//     dotnet run -c Release --project tests/Mce.AspNetCore.Abuse -- run [--cases 10000] [--seed 1] [--lie]

using System.CommandLine;
using Mce.AspNetCore.Abuse;

Option<int> cases = new("--cases") { Description = "How many requests.", DefaultValueFactory = _ => 10_000 };
Option<int> seed = new("--seed") { Description = "What chance decides.", DefaultValueFactory = _ => 1 };
Option<bool> lie = new("--lie") { Description = "The server answers 200 to everything: such a run must fail." };

var run = new Command("run", "Sends the requests; exit code 1 when anything is not as it must be.") { cases, seed, lie };
run.SetAction((arguments, cancel) => AbuseRun.RunAsync(arguments.GetValue(cases), arguments.GetValue(seed), arguments.GetValue(lie), Console.Out, cancel));
var serve = new Command("serve", "The server alone, until its standard input ends.") { lie };
serve.SetAction((arguments, _) => AbusedServer.RunAsync(arguments.GetValue(lie)));
return await new RootCommand("Abuses an HTTP server of Mce.") { run, serve }.Parse(args).InvokeAsync();
