// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClearingHouseStorage } from "./ClearingHouseStorage.sol";
import { IClearingHouse } from "./IClearingHouse.sol";
import { LedgerPage } from "./LedgerPage.sol";
import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { Ownable2Step } from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title Roles, assets and markets of the clearing house
abstract contract Administration is ClearingHouseStorage, Ownable2Step {
    uint256 private constant MIN_EXIT_DELAY = 2 minutes;
    uint256 private constant MAX_EXIT_DELAY = 24 hours;
    /// The engine counts as many.
    uint256 private constant MAX_ASSETS = 16;
    /// A token of 18 decimals, counted in whole ones.
    uint256 private constant MAX_UNIT_EXPONENT = 18;
    uint256 private constant MAX_MARKET = 63;
    /// One percent: no market can be listed with a higher fee.
    uint256 private constant MAX_FEE_CAP_PPM = 10_000;

    /// @inheritdoc IClearingHouse
    function pause() external {
        if (msg.sender != _guardian && msg.sender != owner()) revert NotGuardian(msg.sender);
        _state.paused = true;
        emit Paused(msg.sender);
    }

    /// @inheritdoc IClearingHouse
    function unpause() external onlyOwner {
        _state.paused = false;
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IClearingHouse
    function setOperator(address operator, bool allowed) external onlyOwner {
        _setOperator(operator, allowed);
    }

    /// @inheritdoc IClearingHouse
    function setGuardian(address newGuardian) external onlyOwner {
        _setGuardian(newGuardian);
    }

    /// @inheritdoc IClearingHouse
    function setFeeAccount(address newFeeAccount) external onlyOwner {
        _setFeeAccount(newFeeAccount);
    }

    /// @inheritdoc IClearingHouse
    function setExitDelay(uint32 newExitDelay) external onlyOwner {
        _setExitDelay(newExitDelay);
    }

    /// @inheritdoc IClearingHouse
    function listAsset(AssetListing calldata listing) external onlyOwner returns (uint256 asset) {
        return _listAsset(listing);
    }

    /// @inheritdoc IClearingHouse
    function setDepositsAllowed(uint256 asset, bool allowed) external onlyOwner {
        _requireAsset(asset);
        _assets[asset].depositsAllowed = allowed;
        emit DepositsAllowed(uint8(asset), allowed);
    }

    /// @inheritdoc IClearingHouse
    function listMarket(MarketListing calldata listing) external onlyOwner {
        _listMarket(listing);
    }

    /// @inheritdoc IClearingHouse
    function setMarketActive(uint256 market, bool active) external onlyOwner {
        if (_markets[market].quantaPerTickLot == 0) revert UnknownMarket(market);
        _markets[market].active = active;
        emit MarketActivated(uint8(market), active);
    }

    /// @dev A pause could never end without an owner.
    function renounceOwnership() public pure override(Ownable) {
        revert OwnerRequired();
    }

    function _setOperator(address operator, bool allowed) internal {
        if (operator == address(0)) revert ZeroAddress();
        _operators[operator] = allowed;
        emit OperatorSet(operator, allowed);
    }

    function _setGuardian(address newGuardian) internal {
        if (newGuardian == address(0)) revert ZeroAddress();
        _guardian = newGuardian;
        emit GuardianSet(newGuardian);
    }

    function _setFeeAccount(address newFeeAccount) internal {
        if (newFeeAccount == address(0)) revert ZeroAddress();
        _state.feeAccount = newFeeAccount;
        emit FeeAccountSet(newFeeAccount);
    }

    function _setExitDelay(uint32 newExitDelay) internal {
        if (newExitDelay < MIN_EXIT_DELAY || newExitDelay > MAX_EXIT_DELAY) {
            revert ExitDelayOutOfRange(newExitDelay, MIN_EXIT_DELAY, MAX_EXIT_DELAY);
        }
        _state.exitDelay = newExitDelay;
        emit ExitDelaySet(newExitDelay);
    }

    function _listAsset(AssetListing memory listing) internal returns (uint256 asset) {
        (address token, uint8 unitExponent) = (listing.token, listing.unitExponent);
        asset = _state.assetCount;
        if (asset == MAX_ASSETS) revert TooManyAssets(MAX_ASSETS);
        if (token.code.length == 0) revert NotAContract(token);
        if (_assetNumbers[token] != 0) revert AssetListedAlready(token, _assetNumbers[token] - 1);
        if (unitExponent > MAX_UNIT_EXPONENT) {
            revert UnitOutOfRange(unitExponent, MAX_UNIT_EXPONENT);
        }
        _state.assetCount = uint8(asset + 1);
        _assetNumbers[token] = asset + 1;
        _assets[asset] = Asset(token, 0, unitExponent, true);
        emit AssetListed(uint8(asset), token, 10 ** unitExponent);
    }

    function _listMarket(MarketListing memory listing) internal {
        uint8 market = listing.market;
        if (!_isValid(listing)) revert InvalidMarket(market);
        if (_markets[market].quantaPerTickLot != 0) revert MarketListedAlready(market);
        _requireAsset(listing.baseAsset);
        _requireAsset(listing.quoteAsset);
        _markets[market] = Market({
            baseAsset: listing.baseAsset,
            quoteAsset: listing.quoteAsset,
            active: true,
            quantaPerTickLot: listing.quantaPerTickLot,
            unitsPerLot: listing.unitsPerLot,
            maxMakerFeePpm: listing.maxMakerFeePpm,
            maxTakerFeePpm: listing.maxTakerFeePpm,
            minNotional: listing.minNotional
        });
        emit MarketListed({
            market: market,
            baseAsset: listing.baseAsset,
            quoteAsset: listing.quoteAsset,
            quantaPerTickLot: listing.quantaPerTickLot,
            unitsPerLot: listing.unitsPerLot,
            maxMakerFeePpm: listing.maxMakerFeePpm,
            maxTakerFeePpm: listing.maxTakerFeePpm,
            minNotional: listing.minNotional
        });
    }

    function _isValid(MarketListing memory listing) private pure returns (bool) {
        return listing.market != 0 && listing.market <= MAX_MARKET
            && listing.baseAsset != listing.quoteAsset && listing.quantaPerTickLot != 0
            && listing.unitsPerLot != 0 && listing.unitsPerLot <= LedgerPage.MAX_QUANTA
            && listing.maxMakerFeePpm <= MAX_FEE_CAP_PPM
            && listing.maxTakerFeePpm <= MAX_FEE_CAP_PPM;
    }
}
