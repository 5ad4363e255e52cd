// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LuxToken } from "../../src/LuxToken.sol";
import { ClearingHouse } from "../../src/clearing-house/ClearingHouse.sol";
import { IClearingHouse } from "../../src/clearing-house/IClearingHouse.sol";
import { SignedStructs } from "../../src/clearing-house/SignedStructs.sol";
import { ILuxToken } from "../../src/interfaces/ILuxToken.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { BatchDrafts } from "./BatchDrafts.sol";
import { Test } from "forge-std/Test.sol";

/// @notice A clearing house with its assets, markets and roles, and people who trade there.
abstract contract ClearingHouseFixture is Test, BatchDrafts {
    struct Trader {
        address account;
        uint256 key;
    }

    uint8 internal constant LUSD = 0;
    uint8 internal constant WLUX = 1;
    uint8 internal constant LETH = 2;
    uint8 internal constant LBTC = 3;

    uint8 internal constant BTC_USDT = 1;
    uint8 internal constant ETH_USDT = 2;
    uint8 internal constant LUX_USDT = 3;

    uint32 internal constant START = 1_800_000_000;

    address internal immutable OWNER = makeAddr("owner");
    address internal immutable GUARDIAN = makeAddr("guardian");
    address internal immutable OPERATOR = makeAddr("operator");
    address internal immutable FEES = makeAddr("fees");
    address internal immutable STRANGER = makeAddr("stranger");

    IClearingHouse internal house;
    LuxToken internal lusd;
    LuxToken internal leth;
    LuxToken internal lbtc;
    address internal wlux;
    /// By asset.
    address[4] internal tokens;

    Trader internal alice;
    Trader internal bob;
    Trader internal carol;

    function setUp() public virtual {
        vm.warp(START);
        lusd = new LuxToken("Lux Dollar", "LUSD", 6, address(this), new ILuxToken.Allocation[](0));
        leth = new LuxToken("Lux Ether", "LETH", 18, address(this), new ILuxToken.Allocation[](0));
        lbtc = new LuxToken("Lux Bitcoin", "LBTC", 8, address(this), new ILuxToken.Allocation[](0));
        lusd.grantRole(lusd.MINTER_ROLE(), address(this));
        leth.grantRole(leth.MINTER_ROLE(), address(this));
        lbtc.grantRole(lbtc.MINTER_ROLE(), address(this));
        wlux = _createArtifact("wlux", "");
        tokens = [address(lusd), wlux, address(leth), address(lbtc)];
        house = IClearingHouse(_createHouse(_config()));
        domainSeparator = house.DOMAIN_SEPARATOR();
        alice = _trader("alice");
        bob = _trader("bob");
        carol = _trader("carol");
    }

    function _createHouse(IClearingHouse.Config memory config) internal virtual returns (address) {
        return address(new ClearingHouse(config));
    }

    function _createArtifact(string memory artifact, bytes memory arguments)
        internal
        returns (address created)
    {
        string memory path = string.concat("contracts-abi/artifacts/", artifact, ".json");
        bytes memory code = vm.parseJsonBytes(vm.readFile(path), ".bytecode");
        bytes memory initCode = abi.encodePacked(code, arguments);
        assembly ("memory-safe") {
            created := create(0, add(initCode, 0x20), mload(initCode))
        }
        assertGt(created.code.length, 0, artifact);
    }

    function _config() internal view returns (IClearingHouse.Config memory config) {
        config.owner = OWNER;
        config.guardian = GUARDIAN;
        config.feeAccount = FEES;
        config.wlux = wlux;
        config.exitDelay = 1 hours;
        config.operators = new address[](1);
        config.operators[0] = OPERATOR;
        config.assets = new IClearingHouse.AssetListing[](4);
        config.assets[LUSD] = IClearingHouse.AssetListing(address(lusd), 0);
        config.assets[WLUX] = IClearingHouse.AssetListing(wlux, 12);
        config.assets[LETH] = IClearingHouse.AssetListing(address(leth), 10);
        config.assets[LBTC] = IClearingHouse.AssetListing(address(lbtc), 0);
        config.markets = new IClearingHouse.MarketListing[](3);
        config.markets[0] = _spot(BTC_USDT, LBTC, 1, 1e4);
        config.markets[1] = _spot(ETH_USDT, LETH, 10, 1e5);
        config.markets[2] = _spot(LUX_USDT, WLUX, 10, 1e5);
    }

    function _spot(uint8 market, uint8 base, uint32 k, uint64 unitsPerLot)
        internal
        pure
        returns (IClearingHouse.MarketListing memory)
    {
        return IClearingHouse.MarketListing(market, base, LUSD, k, unitsPerLot, 1000, 2000, 1e6);
    }

    // People and money

    function _trader(string memory name) internal returns (Trader memory trader) {
        (trader.account, trader.key) = makeAddrAndKey(name);
    }

    /// Gives somebody tokens, in quanta, and lets the clearing house take them.
    function _give(address holder, uint8 asset, uint256 quanta) internal returns (uint256 amount) {
        amount = quanta * 10 ** house.assetAt(asset).unitExponent;
        deal(tokens[asset], holder, ILuxToken(tokens[asset]).balanceOf(holder) + amount);
        // Wrapped LUX must be able to pay out what it has issued.
        if (asset == WLUX) vm.deal(wlux, wlux.balance + amount);
        vm.prank(holder);
        ILuxToken(tokens[asset]).approve(address(house), type(uint256).max);
    }

    function _deposit(address account, uint8 asset, uint256 quanta) internal returns (uint256 id) {
        uint256 amount = _give(account, asset, quanta);
        vm.prank(account);
        return house.deposit(tokens[asset], amount);
    }

    // Orders

    /// An order for an hour, of the account's present epoch, for a fee of 500 ppm at most.
    function _order(
        Trader memory trader,
        uint16 market,
        uint8 flags,
        uint32 price,
        uint32 quantity,
        uint48 nonce
    ) internal view returns (Draft memory draft) {
        draft.key = trader.key;
        draft.order = SignedStructs.Order({
            account: trader.account,
            market: market,
            flags: flags,
            price: price,
            quantity: quantity,
            triggerPrice: 0,
            nonce: nonce,
            expiry: uint32(block.timestamp + 1 hours),
            epoch: house.accountOf(trader.account).epoch,
            maxFeePpm: 500
        });
    }

    /// The taker's and the maker's order with one fill.
    function _pair(Draft memory taker, Draft memory maker, uint32 lots)
        internal
        view
        returns (BatchCodec.PackedBatch memory)
    {
        return _pair(taker, maker, BatchCodec.Fill(0, 1, lots, 0, false));
    }

    function _pair(Draft memory taker, Draft memory maker, BatchCodec.Fill memory fill)
        internal
        view
        returns (BatchCodec.PackedBatch memory)
    {
        Draft[] memory drafts = new Draft[](2);
        (drafts[0], drafts[1]) = (taker, maker);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](1);
        fills[0] = fill;
        return _pack(_next(), drafts, fills, new WithdrawalDraft[](0));
    }

    function _withdrawal(Trader memory trader, uint8 asset, uint64 amount, uint48 nonce)
        internal
        view
        returns (WithdrawalDraft memory draft)
    {
        draft.key = trader.key;
        draft.asset = asset;
        draft.withdrawal = SignedStructs.Withdrawal({
            account: trader.account,
            asset: tokens[asset],
            amount: amount,
            to: trader.account,
            nonce: nonce,
            expiry: uint32(block.timestamp + 1 hours),
            epoch: house.accountOf(trader.account).epoch
        });
    }

    function _paying(WithdrawalDraft memory draft)
        internal
        view
        returns (BatchCodec.PackedBatch memory)
    {
        WithdrawalDraft[] memory drafts = new WithdrawalDraft[](1);
        drafts[0] = draft;
        return _pack(_next(), new Draft[](0), new BatchCodec.Fill[](0), drafts);
    }

    function _next() internal view returns (uint48) {
        return uint48(house.nextSequence());
    }

    // Batches

    function _settle(BatchCodec.PackedBatch memory batch) internal {
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        house.settle(encoded);
    }

    /// The batch must be refused with exactly this error.
    function _refuse(BatchCodec.PackedBatch memory batch, bytes memory reason) internal {
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectRevert(reason);
        house.settle(encoded);
    }
}
