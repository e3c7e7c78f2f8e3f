namespace Adilas.LocalCluster;

public sealed class LaunchArgumentsTests
{
    [Fact]
    public void Without_more_words_it_is_three_silos_and_two_web_hosts_on_port_8080() =>
        Assert.Equal(new LaunchArguments(new(3, 2), "data/cluster", 8080, Restart: true), LaunchArguments.Parse("--cluster"));

    [Fact]
    public void Options_come_in_any_order_and_form()
    {
        var expected = new LaunchArguments(new(1, 4), "/somewhere", 9000, Restart: false);

        Assert.Equal(expected, LaunchArguments.Parse("--no-restart", "--data", "/somewhere", "--cluster", "1x4", "--port", "9000"));
        Assert.Equal(expected, LaunchArguments.Parse("--cluster=1x4", "--port=9000", "--data=/somewhere", "--no-restart"));
    }

    [Fact]
    public void A_size_may_be_left_out_before_another_option() =>
        Assert.Equal(9000, LaunchArguments.Parse("--cluster", "--port", "9000").Port);

    [Theory]
    [InlineData("'--what' is not an option.", "--what")]
    [InlineData("'extra' is not an option.", "--cluster", "3x2", "extra")]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("--data needs a value.", "--data", "--port", "1")]
    [InlineData("--data needs a value.", "--data=")]
    [InlineData("'65536' is not a port.", "--port", "65536")]
    [InlineData("'0' is not a port.", "--port", "0")]
    [InlineData("'3x' is not a size: write silos x web hosts, 1 to 9 each, for instance 3x2.", "--cluster", "3x")]
    public void What_is_wrong_is_named(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => LaunchArguments.Parse(arguments)).Message);
}
