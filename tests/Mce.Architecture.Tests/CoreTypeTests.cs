using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mce.Architecture.Tests;

/// <summary>Implementations are sealed; what is public is listed.</summary>
public sealed class CoreTypeTests
{
    private static readonly Assembly[] Assemblies = [typeof(InferenceTensor).Assembly, Assembly.Load("Mce.Core")];

    [Fact]
    public void Classes_NobodyDerivesFrom_AreSealed()
    {
        Type[] types = [.. Assemblies.SelectMany(a => a.GetTypes()).Where(t => t.GetCustomAttribute<CompilerGeneratedAttribute>() is null)];
        Type?[] bases = [.. types.Select(t => t.BaseType is { IsGenericType: true } g ? g.GetGenericTypeDefinition() : t.BaseType)];

        // The one class made to be derived from outside: pools.
        Assert.Empty(types.Except(bases).OfType<Type>()
            .Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && t != typeof(HeapTensorMemory) && !t.FullName!.Contains('<', StringComparison.Ordinal))
            .Select(t => t.FullName));
    }

    [Fact]
    public void PublicFields_OfPublicTypes_AreConstants() =>
        Assert.Empty(Assemblies.SelectMany(a => a.GetExportedTypes()).Where(t => !t.IsEnum)
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(f => f is { IsLiteral: false, IsInitOnly: false }).Select(f => $"{f.DeclaringType}.{f.Name}"));

    [Fact]
    public void Constructors_OfClasses_TakeAtMostFiveArguments() =>
        Assert.Empty(Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true } && !IsRecord(t) && t.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !t.FullName!.Contains('<', StringComparison.Ordinal))
            .SelectMany(t => t.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .Where(c => c.IsPublic && c.GetParameters().Length > 5)
            .Select(c => $"{c.DeclaringType}({c.GetParameters().Length})"));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
