using BenchmarkDotNet.Running;
using Mce.Benchmarks;

if (args is ["ratios"]) return Ratios.Run(Console.Out);
if (args is ["check"]) return CheckOverhead.Run(Console.Out);
if (args is ["load", .. var rest]) return LoadCommand.Run(rest);
if (args is [] or ["help"] or ["--help"])
{
    Console.WriteLine("""
        usage: Mce.Benchmarks ratios            every figure, in pairs, in under two minutes; exit code 1 when one is short
               Mce.Benchmarks check             'mce check' of 1,000 small models against a program with bare ONNX Runtime
               Mce.Benchmarks load figures      the figures under load, some minutes; exit code 1 when one is short
               Mce.Benchmarks load http         HTTP endpoints against servers written by hand, in about two minutes
               Mce.Benchmarks load closed|open  a load of your own, saved as JSON and drawn as SVG: load --help
               Mce.Benchmarks --filter PATTERN  the same classes under BenchmarkDotNet
        """);
    return args.Length == 0 ? 2 : 0;
}

BenchmarkSwitcher.FromAssembly(typeof(Pair).Assembly).Run(args);
return 0;
