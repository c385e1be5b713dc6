namespace CameraGrid.Cameras;

/// <summary>What an edit of the configuration did, by the ids of cameras.</summary>
/// <param name="Reordered">The cameras that stayed stand in another order.</param>
internal sealed record CameraChanges(
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Removed,
    bool Reordered
)
{
    public bool Any => Added.Count + Changed.Count + Removed.Count > 0 || Reordered;

    public static CameraChanges Between(CameraSet before, CameraSet after)
    {
        var stayedBefore = before
            .Cameras.Where(camera => after.Find(camera.Id) is not null)
            .Select(camera => camera.Id);
        var stayedAfter = after.Cameras.Where(camera => before.Find(camera.Id) is not null).Select(camera => camera.Id);
        return new(
            [.. after.Cameras.Where(camera => before.Find(camera.Id) is null).Select(camera => camera.Id)],
            [
                .. after
                    .Cameras.Where(camera => before.Find(camera.Id) is { } known && known != camera)
                    .Select(camera => camera.Id),
            ],
            [.. before.Cameras.Where(camera => after.Find(camera.Id) is null).Select(camera => camera.Id)],
            !stayedBefore.SequenceEqual(stayedAfter)
        );
    }

    /// <summary>As in <c>added yard, changed gate</c>.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            new[]
            {
                Part("added", Added),
                Part("changed", Changed),
                Part("removed", Removed),
                Reordered ? "in another order" : "",
            }.Where(part => part.Length > 0)
        );

    private static string Part(string verb, IReadOnlyList<string> ids) =>
        ids.Count == 0 ? "" : $"{verb} {string.Join(' ', ids)}";
}
