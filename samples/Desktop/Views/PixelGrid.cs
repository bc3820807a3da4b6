using Avalonia;
using Avalonia.Controls;
using Avalonia.Media;
using Desktop.Digits;

namespace Desktop.Views;

/// <summary>Shows the 8×8 counts that the models see.</summary>
internal sealed class PixelGrid : Control
{
    public static readonly StyledProperty<IReadOnlyList<float>?> PixelsProperty = AvaloniaProperty.Register<PixelGrid, IReadOnlyList<float>?>(nameof(Pixels));

    public static readonly StyledProperty<IBrush?> InkProperty = AvaloniaProperty.Register<PixelGrid, IBrush?>(nameof(Ink));

    public static readonly StyledProperty<IBrush?> PaperProperty = AvaloniaProperty.Register<PixelGrid, IBrush?>(nameof(Paper));

    private const float FullInk = 16;
    private const double Gap = 1;

    static PixelGrid() => AffectsRender<PixelGrid>(PixelsProperty, InkProperty, PaperProperty);

    public IReadOnlyList<float>? Pixels
    {
        get => GetValue(PixelsProperty);
        set => SetValue(PixelsProperty, value);
    }

    public IBrush? Ink
    {
        get => GetValue(InkProperty);
        set => SetValue(InkProperty, value);
    }

    public IBrush? Paper
    {
        get => GetValue(PaperProperty);
        set => SetValue(PaperProperty, value);
    }

    public override void Render(DrawingContext context)
    {
        double cell = Math.Min(Bounds.Width, Bounds.Height) / DigitImage.Side;
        for (int i = 0; i < DigitImage.Side * DigitImage.Side; i++)
        {
            var place = new Rect(i % DigitImage.Side * cell, i / DigitImage.Side * cell, cell - Gap, cell - Gap);
            var rounded = new RoundedRect(place, 1.5);
            if (Paper is { } paper) context.DrawRectangle(paper, null, rounded);
            if (Ink is not { } ink || Pixels is not { } pixels || pixels[i] <= 0) continue;
            using (context.PushOpacity(pixels[i] / FullInk)) context.DrawRectangle(ink, null, rounded);
        }
    }
}
