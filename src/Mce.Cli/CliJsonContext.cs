using System.Text.Json.Serialization;
using Mce.Cli.Benching;
using Mce.Cli.Checking;
using Mce.Cli.Doctor;
using Mce.Cli.Inspecting;
using Mce.Cli.Running;

namespace Mce.Cli;

/// <summary>The documents. Generated, because reflection costs a start more than the rest of the command.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(CheckResults))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
