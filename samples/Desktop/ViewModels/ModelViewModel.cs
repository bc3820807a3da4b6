using CommunityToolkit.Mvvm.ComponentModel;
using Desktop.Digits;
using Mce;

namespace Desktop.ViewModels;

/// <summary>One model's card.</summary>
internal sealed partial class ModelViewModel : ObservableObject
{
    private readonly DigitModel _model;

    public ModelViewModel(DigitModel model)
    {
        _model = model;
        Bars = [.. Enumerable.Range(0, 10).Select(digit => new BarViewModel(digit))];
        Status = "Waiting";
    }

    public string Container => _model.Container;

    public string Title => _model.Title;

    public string File => _model.File;

    public IReadOnlyList<BarViewModel> Bars { get; }

    /// <summary>The digit it reads; null without an answer.</summary>
    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(DigitText), nameof(HasAnswer), nameof(Description))]
    public partial int? Digit { get; private set; }

    /// <summary>What stands under the digit: how sure it is, how the loading goes, or what is wrong.</summary>
    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(Description))]
    public partial string Status { get; private set; }

    /// <summary>How long its call took.</summary>
    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(Description))]
    public partial string Latency { get; private set; } = "";

    [ObservableProperty]
    public partial bool HasError { get; private set; }

    [ObservableProperty]
    public partial bool IsLoading { get; private set; } = true;

    public bool HasAnswer => Digit is not null;

    public string DigitText => Digit is { } digit ? $"{digit}" : "–";

    /// <summary>The card in a sentence, for those who hear it.</summary>
    public string Description => Digit is { } digit ? $"{Title}: {digit}, {Status}, {Latency}" : $"{Title}: {Status}";

    public void ShowProgress(ModelLoadStage stage)
    {
        IsLoading = stage is ModelLoadStage.Loading or ModelLoadStage.WarmingUp;
        HasError = stage == ModelLoadStage.Failed;
        Status = stage switch
        {
            ModelLoadStage.Loading => "Loading…",
            ModelLoadStage.WarmingUp => "Warming up…",
            ModelLoadStage.Ready => "Ready",
            _ => "Can't be loaded",
        };
    }

    public void ShowFailure()
    {
        IsLoading = false;
        HasError = true;
        if (Status != "Can't be loaded") Status = "Not started";
    }

    public void ShowNothing()
    {
        IsLoading = HasError = false;
        Digit = null;
        Status = "Ready";
        Latency = "";
        ShowBars([]);
    }

    public void Show(Answer answer)
    {
        IsLoading = false;
        HasError = answer.Error is not null;
        Digit = answer.Digit;
        Status = answer.Error ?? $"{answer.Probabilities.Max() * 100:F1} % sure";
        Latency = $"in {LatencyText(answer.Latency)}";
        ShowBars(answer.Probabilities);
    }

    /// <summary>Three digits are enough: 52.1 µs, 521 µs, 5.21 ms.</summary>
    internal static string LatencyText(TimeSpan latency) => latency.TotalMicroseconds switch
    {
        < 100 => $"{latency.TotalMicroseconds:F1} µs",
        < 1000 => $"{latency.TotalMicroseconds:F0} µs",
        < 10_000 => $"{latency.TotalMilliseconds:F2} ms",
        < 100_000 => $"{latency.TotalMilliseconds:F1} ms",
        _ => $"{latency.TotalMilliseconds:F0} ms",
    };

    private void ShowBars(IReadOnlyList<float> probabilities)
    {
        foreach (BarViewModel bar in Bars)
        {
            bar.Probability = bar.Digit < probabilities.Count ? probabilities[bar.Digit] : 0;
            bar.IsBest = bar.Digit == Digit;
        }
    }
}
