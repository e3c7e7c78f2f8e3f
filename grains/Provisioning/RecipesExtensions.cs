using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adilas.Provisioning;

public static class RecipesExtensions
{
    /// <summary>
    /// Adds the recipes of the folder <c>Recipes:Folder</c> and the steps on stores: <c>database</c>, <c>sql-scripts</c>, <c>bucket</c>.
    /// Needs <see cref="Databases.ICorporationDatabases"/> and <see cref="Objects.ICorporationBuckets"/>.
    /// </summary>
    public static IServiceCollection AddRecipes(this IServiceCollection services)
    {
        services.AddOptions<RecipesOptions>().BindConfiguration(RecipesOptions.Section);
        services.TryAddSingleton<RecipeFolder>();
        services.TryAddSingleton<IRecipeCatalog, RecipeCatalog>();
        services.AddHostedService<RecipeCheck>();
        return services.AddProvisioningStep<DatabaseStep>().AddProvisioningStep<SqlScriptsStep>().AddProvisioningStep<BucketStep>();
    }
}
