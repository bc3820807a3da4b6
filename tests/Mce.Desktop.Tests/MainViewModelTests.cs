using Desktop.Digits;
using Desktop.ViewModels;

namespace Mce.Desktop.Tests;

public sealed class MainViewModelTests : IDisposable
{
    private readonly FakeReader _reader = new();
    private readonly FakePicker _picker = new();
    private readonly MainViewModel _model;

    public MainViewModelTests() => _model = new MainViewModel(_reader, _picker);

    public void Dispose() => _model.DisposeAsync().AsTask().Wait();

    [Fact]
    public void Start_WhileTheModelsLoad_ShowsEachModelsStep() => WindowThread.Run(async () =>
    {
        Task starting = _model.StartAsync();
        Assert.Equal(("Digits – loading…", "Loading the models…", true), (_model.Title, _model.Verdict, _model.IsLoading));

        _reader.ReportStep("b", ModelLoadStage.WarmingUp);
        await _model.Models[1].Until(() => _model.Models[1].Status == "Warming up…");
        Assert.True(_model.Models[1].IsLoading);
        _reader.Start();
        await starting;

        Assert.Equal(("Digits – ready", "Draw a digit", false), (_model.Title, _model.Verdict, _model.IsLoading));
        Assert.All(_model.Models, m => Assert.Equal(("Ready", false, false), (m.Status, m.IsLoading, m.HasError)));
        Assert.Empty(_reader.Asked);
    });

    [Fact]
    public void Start_Fails_ShowsTheErrorAndWhichModel() => WindowThread.Run(async () =>
    {
        Task starting = _model.StartAsync();
        _reader.ReportStep("b", ModelLoadStage.Failed);
        await _model.Models[1].Until(() => _model.Models[1].HasError);
        _reader.FailToStart(new MceException(MceErrorCodes.ConfigurationInvalid, "There is no model at 'b.file'."));
        await starting;

        Assert.Equal((Phase.Failed, true, "There is no model at 'b.file'.", "Digits – not started"), (_model.Phase, _model.IsFailed, _model.Error, _model.Title));
        Assert.Equal(["Not started", "Can't be loaded", "Not started"], _model.Models.Select(m => m.Status));

        Draw(10);
        Assert.Empty(_reader.Asked);
    });

    [Fact]
    public void Draw_WhileTheModelsLoad_IsReadWhenTheyAreReady() => WindowThread.Run(async () =>
    {
        Task starting = _model.StartAsync();
        Draw(10);
        Assert.Empty(_reader.Asked);
        Assert.False(_model.IsEmpty);

        _reader.Start();
        await _reader.WhenAskedAsync();
        Assert.Equal(_model.Board.ToArray(), Assert.Single(_reader.Asked));
        _reader.Answer(7, 7, 7);
        await starting;

        Assert.Equal("Digits – 7 (3 of 3 models)", _model.Title);
    });

    [Fact]
    public void Draw_ManyLinesWhileOneIsRead_ReadsTheLatestBoardOnly() => WindowThread.Run(async () =>
    {
        await StartAsync();

        for (int i = 1; i <= 500; i++) Draw(i % InkBoard.Size);
        Assert.Single(_reader.Asked);
        _reader.Answer(1, 1, 1);
        await _reader.WhenAskedAsync();
        Assert.Equal(1, _model.Winner);
        _reader.Answer(2, 2, 2);
        await _model.Until(() => _model.Winner == 2);

        Assert.Equal(2, _reader.Asked.Count);
        Assert.Equal(_model.Board.ToArray(), _reader.Asked[1]);
    });

    [Fact]
    public void Answer_AllAgree_ShowsThemAndTheirPixels() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Draw(10);
        _reader.Answer(7, 7, 7);
        await _model.Until(() => _model.Winner is not null);

        Assert.Equal(("7", "All 3 models agree", "Digits – 7 (3 of 3 models)"), (_model.WinnerText, _model.Verdict, _model.Title));
        Assert.Equal(3, _model.Pixels[3]);
        Assert.All(_model.Models, m =>
        {
            Assert.Equal(("7", "91.0 % sure", "in 52.1 µs", false), (m.DigitText, m.Status, m.Latency, m.HasError));
            Assert.Equal("7: 91 %", Assert.Single(m.Bars, b => b.IsBest).Description);
            Assert.Equal(1, m.Bars.Sum(b => b.Probability), 1e-6);
        });
    });

    [Fact]
    public void Answer_OneDisagrees_MostWin() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Draw(10);
        _reader.Answer(1, 4, 4);
        await _model.Until(() => _model.Winner is not null);

        Assert.Equal((4, "2 of 3 models say so", "Digits – 4 (2 of 3 models)"), (_model.Winner, _model.Verdict, _model.Title));
        Assert.Equal(["1", "4", "4"], _model.Models.Select(m => m.DigitText));
    });

    [Fact]
    public void Answer_OneModelFails_ItsCardSaysWhyAndTheOthersWin() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Draw(10);
        _reader.Answer(null, 4, 4);
        await _model.Until(() => _model.Winner is not null);

        Assert.Equal("Digits – 4 (2 of 3 models)", _model.Title);
        Assert.Equal(("–", "The model failed.", true), (_model.Models[0].DigitText, _model.Models[0].Status, _model.Models[0].HasError));
        Assert.All(_model.Models[0].Bars, b => Assert.Equal((0, false, ""), (b.Probability, b.IsBest, b.Text)));
    });

    [Fact]
    public void Clear_WhileTheBoardIsRead_TheOldAnswerNeverComes() => WindowThread.Run(async () =>
    {
        await StartAsync();
        var winners = new List<int?>();
        _model.PropertyChanged += (_, e) =>
        {
            if (e.PropertyName == nameof(_model.Winner)) winners.Add(_model.Winner);
        };
        Draw(10);

        _model.ClearCommand.Execute(null);
        Assert.True(_model.IsEmpty);
        Draw(20);
        _reader.Answer(7, 7, 7);
        await _reader.WhenAskedAsync();
        _reader.Answer(2, 2, 2);
        await _model.Until(() => _model.Winner is not null);

        Assert.Equal([2], winners);
    });

    [Fact]
    public void Clear_AfterAnAnswer_TakesItAway() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Draw(10);
        _reader.Answer(7, 7, 7);
        await _model.Until(() => _model.Winner is not null);

        _model.ClearCommand.Execute(null);

        Assert.Equal(("Digits – ready", "–", false), (_model.Title, _model.WinnerText, _model.HasWinner));
        Assert.All(_model.Pixels, p => Assert.Equal(0, p));
        Assert.All(_model.Models, m => Assert.Equal(("–", "Ready", ""), (m.DigitText, m.Status, m.Latency)));
        Assert.Single(_reader.Asked);
    });

    [Fact]
    public void Open_AnImage_PutsItOnTheBoard() => WindowThread.Run(async () =>
    {
        await StartAsync();
        _picker.Pick = () => Task.FromResult<byte[]?>(Handwriting.Draw(5, 11).ToArray());

        await _model.OpenCommand.ExecuteAsync(null);

        Assert.Equal(Handwriting.Draw(5, 11).ToArray(), Assert.Single(_reader.Asked));
        Assert.Null(_model.Error);
    });

    [Fact]
    public void Open_NoImage_SaysSoAndKeepsTheDrawing() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Draw(10);
        byte[] drawn = _model.Board.ToArray();
        _picker.Pick = () => throw new InvalidDataException("'x.txt' is no image that can be read.");

        await _model.OpenCommand.ExecuteAsync(null);
        Assert.Equal("'x.txt' is no image that can be read.", _model.Error);
        Assert.Equal(drawn, _model.Board.ToArray());

        _model.ClearCommand.Execute(null);
        Assert.Null(_model.Error);
    });

    [Fact]
    public void Open_GivenUp_ChangesNothing() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Draw(10);

        await _model.OpenCommand.ExecuteAsync(null);

        Assert.False(_model.IsEmpty);
        Assert.Null(_model.Error);
    });

    [Fact]
    public void Read_WindowClosedMeanwhile_IsNoError() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Draw(10);
        Draw(20);
        _reader.AnswerWith(new ObjectDisposedException("server"));
        await _reader.WhenAskedAsync();

        Assert.Equal((null, null), (_model.Winner, _model.Error));
    });

    [Fact]
    public void Tabs_PluginsShown_LooksAtThemEachTime() => WindowThread.Run(async () =>
    {
        await StartAsync();
        Assert.Equal(0, _reader.Reports);

        _model.SelectTabCommand.Execute("1");
        await _model.Plugins.Until(() => _model.Plugins.Notes.Count > 0);
        Assert.Equal(1, _reader.Reports);
        _model.NextTabCommand.Execute(null);
        Assert.Equal(0, _model.SelectedTab);
        _model.NextTabCommand.Execute(null);
        await _model.Plugins.RefreshCommand.ExecutionTask!;

        Assert.Equal((1, 2), (_model.SelectedTab, _reader.Reports));
    });

    [Fact]
    public void Theme_Next_GoesAround()
    {
        var themes = new List<string>();
        for (int i = 0; i < 4; i++)
        {
            themes.Add(_model.ThemeText);
            _model.NextThemeCommand.Execute(null);
        }

        Assert.Equal(["Theme: System", "Theme: Light", "Theme: Dark", "Theme: System"], themes);
    }

    [Fact]
    public async Task Dispose_Always_EndsTheModels()
    {
        await _model.DisposeAsync();

        Assert.True(_reader.IsDisposed);
    }

    private async Task StartAsync()
    {
        Task starting = _model.StartAsync();
        _reader.Start();
        await starting;
    }

    private void Draw(int x) => _model.Board.Line(x, 20, x, 200, 8);

    private sealed class FakePicker : IImagePicker
    {
        public Func<Task<byte[]?>> Pick { get; set; } = () => Task.FromResult<byte[]?>(null);

        public Task<byte[]?> PickAsync() => Pick();
    }
}
