using CommunityToolkit.Mvvm.ComponentModel;

namespace Desktop.ViewModels;

/// <summary>The probability of one digit.</summary>
internal sealed partial class BarViewModel(int digit) : ObservableObject
{
    public int Digit { get; } = digit;

    /// <summary>0 to 1.</summary>
    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(Text), nameof(Description))]
    public partial double Probability { get; set; }

    [ObservableProperty]
    public partial bool IsBest { get; set; }

    /// <summary>Whole per cents, nothing for less than half of one.</summary>
    public string Text => Probability < 0.005 ? "" : $"{Probability * 100:F0} %";

    public string Description => $"{Digit}: {Probability * 100:F0} %";
}
