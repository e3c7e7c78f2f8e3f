namespace Adilas.LocalCluster;

public sealed class ClusterSizeTests
{
    [Theory]
    [InlineData("1x1", 1, 1)]
    [InlineData("3x2", 3, 2)]
    [InlineData("9x9", 9, 9)]
    public void It_is_written_silos_x_web_hosts(string text, int silos, int webHosts)
    {
        var size = ClusterSize.Parse(text);

        Assert.Equal(new ClusterSize(silos, webHosts), size);
        Assert.Equal(text, size.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("x")]
    [InlineData("0x2")]
    [InlineData("3x0")]
    [InlineData("10x2")]
    [InlineData("3X2")]
    [InlineData("3x2x1")]
    [InlineData(" 3x2")]
    [InlineData("+3x2")]
    [InlineData("-1x2")]
    public void Nothing_else_is_a_size(string? text) => Assert.False(ClusterSize.TryParse(text, null, out _));
}
