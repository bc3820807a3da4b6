using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Avalonia;
using Avalonia.Automation;
using Avalonia.Controls;
using Avalonia.Input;
using Avalonia.Media;
using Avalonia.Media.Imaging;
using Avalonia.Platform;
using Desktop.Digits;

namespace Desktop.Views;

/// <summary>Where the person draws, with mouse, pen or finger. Always square.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A control lives as long as its window and is not disposed; nor is its bitmap.")]
internal sealed class DrawingSurface : Control
{
    public static readonly StyledProperty<InkBoard?> BoardProperty = AvaloniaProperty.Register<DrawingSurface, InkBoard?>(nameof(Board));

    public static readonly StyledProperty<ISolidColorBrush?> InkProperty = AvaloniaProperty.Register<DrawingSurface, ISolidColorBrush?>(nameof(Ink));

    // Pixels of the board: a felt-tip pen, as thick as the models' training digits were written.
    private const double PenRadius = 11;

    private readonly WriteableBitmap _bitmap = new(new PixelSize(InkBoard.Size, InkBoard.Size), new Vector(96, 96), PixelFormat.Bgra8888, AlphaFormat.Premul);
    private readonly int[] _row = new int[InkBoard.Size];
    private bool _isOld = true;
    private Point? _last;

    static DrawingSurface()
    {
        FocusableProperty.OverrideDefaultValue<DrawingSurface>(true);
        AffectsRender<DrawingSurface>(InkProperty, IsFocusedProperty);
        AutomationProperties.ControlTypeOverrideProperty.OverrideDefaultValue<DrawingSurface>(Avalonia.Automation.Peers.AutomationControlType.Image);
    }

    public InkBoard? Board
    {
        get => GetValue(BoardProperty);
        set => SetValue(BoardProperty, value);
    }

    public ISolidColorBrush? Ink
    {
        get => GetValue(InkProperty);
        set => SetValue(InkProperty, value);
    }

    public override void Render(DrawingContext context)
    {
        if (_isOld) Paint();
        // Also where there is no ink the surface wants the pointer.
        context.FillRectangle(Brushes.Transparent, new Rect(Bounds.Size));
        context.DrawImage(_bitmap, new Rect(Bounds.Size));
    }

    protected override Size MeasureOverride(Size availableSize)
    {
        double side = Math.Min(availableSize.Width, availableSize.Height);
        return double.IsFinite(side) ? new Size(side, side) : new Size(InkBoard.Size, InkBoard.Size);
    }

    protected override void OnPropertyChanged(AvaloniaPropertyChangedEventArgs change)
    {
        base.OnPropertyChanged(change);
        if (change.Property == BoardProperty)
        {
            if (change.OldValue is InkBoard old) old.Changed -= OnBoardChanged;
            if (change.NewValue is InkBoard board) board.Changed += OnBoardChanged;
        }

        if (change.Property == BoardProperty || change.Property == InkProperty) Renew();
    }

    protected override void OnPointerPressed(PointerPressedEventArgs e)
    {
        base.OnPointerPressed(e);
        if (!e.GetCurrentPoint(this).Properties.IsLeftButtonPressed) return;
        e.Pointer.Capture(this);
        e.PreventGestureRecognition();
        Focus();
        LineTo(e.GetPosition(this));
        e.Handled = true;
    }

    protected override void OnPointerMoved(PointerEventArgs e)
    {
        base.OnPointerMoved(e);
        if (_last is null) return;
        // A fast stroke has more points than the window has frames.
        foreach (PointerPoint point in e.GetIntermediatePoints(this)) LineTo(point.Position);
    }

    protected override void OnPointerReleased(PointerReleasedEventArgs e)
    {
        base.OnPointerReleased(e);
        if (_last is not null) LineTo(e.GetPosition(this));
        _last = null;
    }

    protected override void OnPointerCaptureLost(PointerCaptureLostEventArgs e)
    {
        base.OnPointerCaptureLost(e);
        _last = null;
    }

    private void LineTo(Point position)
    {
        double scale = InkBoard.Size / Bounds.Width;
        Point to = position * scale, from = _last ?? to;
        _last = to;
        Board?.Line(from.X, from.Y, to.X, to.Y, PenRadius);
    }

    private void OnBoardChanged(object? sender, EventArgs e) => Renew();

    // Painted with the next frame: a stroke has many changes in one.
    private void Renew()
    {
        _isOld = true;
        InvalidateVisual();
    }

    private void Paint()
    {
        Color color = Ink?.Color ?? Colors.Black;
        using (ILockedFramebuffer frame = _bitmap.Lock())
        {
            for (int y = 0; y < InkBoard.Size; y++)
            {
                ReadOnlySpan<byte> ink = Board is { } board ? board.Pixels.Slice(y * InkBoard.Size, InkBoard.Size) : new byte[InkBoard.Size];
                for (int x = 0; x < ink.Length; x++) _row[x] = Premultiplied(color, ink[x]);
                Marshal.Copy(_row, 0, frame.Address + y * frame.RowBytes, _row.Length);
            }
        }

        _isOld = false;
    }

    private static int Premultiplied(Color color, byte alpha) =>
        alpha << 24 | color.R * alpha / 255 << 16 | color.G * alpha / 255 << 8 | color.B * alpha / 255;
}
