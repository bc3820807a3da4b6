using CommunityToolkit.Mvvm.ComponentModel;
using CommunityToolkit.Mvvm.Input;
using Desktop.Digits;
using Mce;

namespace Desktop.ViewModels;

/// <summary>The window: a board to draw on, and what three models make of it. For the window's thread.</summary>
internal sealed partial class MainViewModel : ObservableObject, IAsyncDisposable
{
    private const int PluginsTab = 1;

    private readonly IDigitReader _reader;
    private readonly IImagePicker _picker;
    private readonly LatestOnly<Drawing> _drawings;

    // Which sheet of paper it is: one more with each that is cleared.
    private int _sheet;

    public MainViewModel(IDigitReader reader, IImagePicker picker)
    {
        _reader = reader;
        _picker = picker;
        _drawings = new LatestOnly<Drawing>(ReadAsync);
        Models = [.. reader.Models.Select(m => new ModelViewModel(m))];
        Plugins = new PluginsViewModel(reader.CreatePluginReport);
        Board.Changed += async (_, _) => await OnBoardChangedAsync();
    }

    public InkBoard Board { get; } = new();

    public IReadOnlyList<ModelViewModel> Models { get; }

    public PluginsViewModel Plugins { get; }

    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(Title), nameof(Verdict), nameof(IsLoading), nameof(IsFailed))]
    public partial Phase Phase { get; private set; }

    /// <summary>What the models saw last: see <see cref="DigitImage"/>.</summary>
    [ObservableProperty]
    public partial IReadOnlyList<float> Pixels { get; private set; } = new float[DigitImage.Side * DigitImage.Side];

    /// <summary>The digit that most models read; null without an answer.</summary>
    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(Title), nameof(Verdict), nameof(WinnerText), nameof(HasWinner))]
    public partial int? Winner { get; private set; }

    /// <summary>How many models read the <see cref="Winner"/>.</summary>
    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(Title), nameof(Verdict))]
    public partial int Votes { get; private set; }

    /// <summary>What went wrong, to be read by the person; null where nothing did.</summary>
    [ObservableProperty]
    public partial string? Error { get; private set; }

    /// <summary>Whether nothing is drawn.</summary>
    [ObservableProperty]
    public partial bool IsEmpty { get; private set; } = true;

    [ObservableProperty]
    public partial int SelectedTab { get; set; }

    [ObservableProperty]
    [NotifyPropertyChangedFor(nameof(ThemeText))]
    public partial ThemeChoice Theme { get; set; }

    public bool IsLoading => Phase == Phase.Loading;

    public bool IsFailed => Phase == Phase.Failed;

    public string ThemeText => $"Theme: {Theme}";

    public bool HasWinner => Winner is not null;

    public string WinnerText => Winner is { } digit ? $"{digit}" : "–";

    /// <summary>The window's title tells the answer, in the task bar too.</summary>
    public string Title => Phase switch
    {
        Phase.Loading => "Digits – loading…",
        Phase.Failed => "Digits – not started",
        _ => Winner is { } digit ? $"Digits – {digit} ({Votes} of {Models.Count} models)" : "Digits – ready",
    };

    public string Verdict => Phase switch
    {
        Phase.Loading => "Loading the models…",
        Phase.Failed => "The models can't be loaded",
        _ when Winner is null => "Draw a digit",
        _ when Votes == Models.Count => $"All {Votes} models agree",
        _ => $"{Votes} of {Models.Count} models say so",
    };

    /// <summary>Loads the models; the window stays usable meanwhile.</summary>
    public async Task StartAsync()
    {
        try
        {
            // Made here, it brings each step back to the window's thread.
            await _reader.StartAsync(new Progress<ModelLoadProgress>(ShowProgress));
        }
        catch (OperationCanceledException)
        {
            return; // the window was closed meanwhile
        }
        catch (MceException e)
        {
            Error = e.Message;
            Phase = Phase.Failed;
            foreach (ModelViewModel model in Models) model.ShowFailure();
            return;
        }

        Phase = Phase.Ready;
        if (SelectedTab == PluginsTab) await Plugins.RefreshAsync();
        await OnBoardChangedAsync(); // what was drawn while the models loaded
    }

    /// <summary>Puts an image on the board.</summary>
    /// <param name="read">Gives the pixels of a board, or null for none.</param>
    public async Task ShowImageAsync(Func<Task<byte[]?>> read)
    {
        try
        {
            if (await read() is not { } ink) return;
            Error = null;
            Board.Fill(ink);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Error = e.Message;
        }
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    [RelayCommand]
    private Task OpenAsync() => ShowImageAsync(_picker.PickAsync);

    [RelayCommand]
    private void Clear()
    {
        Error = null;
        Board.Clear();
    }

    [RelayCommand]
    private void NextTheme() => Theme = (ThemeChoice)(((int)Theme + 1) % Enum.GetValues<ThemeChoice>().Length);

    [RelayCommand]
    private void NextTab() => SelectedTab = 1 - SelectedTab;

    [RelayCommand]
    private void SelectTab(string index) => SelectedTab = int.Parse(index, System.Globalization.CultureInfo.InvariantCulture);

    // Each time anew: what is mapped into the process changes.
    partial void OnSelectedTabChanged(int value)
    {
        if (value == PluginsTab && Phase == Phase.Ready) Plugins.RefreshCommand.Execute(null);
    }

    private Task OnBoardChangedAsync()
    {
        IsEmpty = Board.IsEmpty;
        if (Phase != Phase.Ready) return Task.CompletedTask;
        if (!IsEmpty) return _drawings.Post(new Drawing(Board.ToArray(), _sheet)); // a copy: the person draws on while it is read
        _sheet++;
        ShowNothing();
        return Task.CompletedTask;
    }

    private async Task ReadAsync(Drawing drawing)
    {
        Reading reading;
        try
        {
            reading = await _reader.ReadAsync(drawing.Ink);
        }
        catch (ObjectDisposedException)
        {
            return; // the window was closed meanwhile
        }

        // Cleared meanwhile: an old answer must not come back.
        if (drawing.Sheet == _sheet) Show(reading);
    }

    private void Show(Reading reading)
    {
        Pixels = reading.Pixels;
        foreach ((ModelViewModel model, Answer answer) in Models.Zip(reading.Answers)) model.Show(answer);
        IGrouping<int, int>? most = reading.Answers.Where(a => a.Digit is not null).GroupBy(a => a.Digit!.Value, a => 1).MaxBy(g => g.Count());
        Votes = most?.Count() ?? 0;
        Winner = most?.Key;
    }

    private void ShowNothing()
    {
        Pixels = new float[DigitImage.Side * DigitImage.Side];
        Winner = null;
        Votes = 0;
        foreach (ModelViewModel model in Models) model.ShowNothing();
    }

    private void ShowProgress(ModelLoadProgress step)
    {
        // The steps come by post: the last ones may arrive when the start is over.
        if (Phase == Phase.Loading) Models.FirstOrDefault(m => m.Container == step.Container)?.ShowProgress(step.Stage);
    }

    private sealed record Drawing(byte[] Ink, int Sheet);
}
